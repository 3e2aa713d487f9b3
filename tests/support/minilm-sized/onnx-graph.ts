import onnxProto, { type onnx } from 'onnx-proto';

const { AttributeProto, ModelProto, TensorProto } = onnxProto.onnx;
const { DataType } = TensorProto;
const { AttributeType } = AttributeProto;

/** The first operator set with LayerNormalization, and the last but one that onnxruntime 1.14 knows. */
const OPERATOR_SET = 17;
/** The version of the file format that came with that operator set. */
const FORMAT_VERSION = 8;

/** The element type of floating-point numbers, as the operator `Cast` takes it. */
export const FLOAT = DataType.FLOAT;

type TensorData = Float32Array | Int8Array | BigInt64Array;
type Attributes = Readonly<Record<string, number | readonly number[]>>;
/** A length, or the name of one that is known only when the network runs. */
type Shape = readonly (number | string)[];

/** A network in ONNX that is put together operation by operation. Values go by their names. */
export class OnnxGraph {
  readonly #nodes: onnx.INodeProto[] = [];
  readonly #constants: onnx.ITensorProto[] = [];
  readonly #inputs: onnx.IValueInfoProto[] = [];

  /** Declares an input of 64-bit integers. */
  input(name: string, shape: Shape): string {
    this.#inputs.push(valueInfo(name, DataType.INT64, shape));
    return name;
  }

  /** Puts a tensor into the file, in row-major order; no dimensions make a scalar. */
  constant(dims: readonly number[], data: TensorData): string {
    const name = `constant_${this.#constants.length}`;
    const rawData = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    this.#constants.push({ name, dims: [...dims], dataType: dataTypeOf(data), rawData });
    return name;
  }

  /** Applies an operator with one output. */
  apply(operator: string, inputs: readonly string[], attributes: Attributes = {}): string {
    const [output] = this.applyForMany(operator, inputs, 1, attributes);
    return output!;
  }

  /** Applies an operator with several outputs. */
  applyForMany(
    operator: string,
    inputs: readonly string[],
    outputs: number,
    attributes: Attributes = {},
  ): string[] {
    const name = `${operator}_${this.#nodes.length}`;
    const output = Array.from({ length: outputs }, (_, position) => `${name}_${position}`);
    const attribute = Object.entries(attributes).map(([key, value]) => attributeOf(key, value));
    this.#nodes.push({ name, opType: operator, input: [...inputs], output, attribute });
    return output;
  }

  /** The file of a network whose only output is `value`, of floating-point numbers, called `name`. */
  encode(value: string, name: string, shape: Shape): Uint8Array {
    const last = { name, opType: 'Identity', input: [value], output: [name] };
    return ModelProto.encode({
      irVersion: FORMAT_VERSION,
      producerName: 'verbatim',
      opsetImport: [{ domain: '', version: OPERATOR_SET }],
      graph: {
        name: 'network',
        node: [...this.#nodes, last],
        initializer: this.#constants,
        input: this.#inputs,
        output: [valueInfo(name, DataType.FLOAT, shape)],
      },
    }).finish();
  }
}

function dataTypeOf(data: TensorData): onnx.TensorProto.DataType {
  if (data instanceof Float32Array) return DataType.FLOAT;
  return data instanceof Int8Array ? DataType.INT8 : DataType.INT64;
}

function attributeOf(name: string, value: number | readonly number[]): onnx.IAttributeProto {
  return typeof value === 'number'
    ? { name, type: AttributeType.INT, i: value }
    : { name, type: AttributeType.INTS, ints: [...value] };
}

function valueInfo(name: string, elemType: number, shape: Shape): onnx.IValueInfoProto {
  const dim = shape.map((length) =>
    typeof length === 'number' ? { dimValue: length } : { dimParam: length },
  );
  return { name, type: { tensorType: { elemType, shape: { dim } } } };
}
