/**
 * A cross-encoder: reads a question and a passage together and judges how well the one answers the
 * other. Finer than the nearness of two vectors, and far dearer: each pair is a run of a network.
 */
export interface Reranker {
  /** The model's name, for messages. */
  readonly id: string;
  /**
   * The log-odds that the passage answers the question, as the model sees them: any finite number, the
   * higher the better, comparable only between passages of one question. What is too long for the model
   * is cut, the passage at its end.
   *
   * @throws where the network fails.
   */
  score(question: string, passage: string): Promise<number>;
}
