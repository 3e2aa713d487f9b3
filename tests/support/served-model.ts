import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { EMBEDDED_MODEL_DIR } from '../../src/config.ts';
import { type DownloadOptions, downloadModel } from '../../src/embeddings/download-model.ts';
import { type ModelProfile, readProfile } from '../../src/embeddings/model-profile.ts';
import { HubStandIn } from './hub-stand-in.ts';

/** The weights of the embedded model, by far its largest file. */
export const WEIGHTS = 'onnx/model_quantized.onnx';

/** The embedded model on a hub of its own, and an empty cache to fetch it into. */
export class ServedModel {
  readonly profile: ModelProfile;
  readonly hub: HubStandIn;
  readonly cacheDir: string;

  static async start(): Promise<ServedModel> {
    const id = 'verbatim/static-en';
    return new ServedModel(
      { ...(await readProfile(EMBEDDED_MODEL_DIR)), id },
      await HubStandIn.start(id, EMBEDDED_MODEL_DIR),
      await mkdtemp(path.join(tmpdir(), 'verbatim-models-')),
    );
  }

  private constructor(profile: ModelProfile, hub: HubStandIn, cacheDir: string) {
    this.profile = profile;
    this.hub = hub;
    this.cacheDir = cacheDir;
  }

  download(options: Partial<DownloadOptions> = {}): Promise<string> {
    const { hub, cacheDir } = this;
    return downloadModel(this.profile, { hubUrl: hub.url, cacheDir, ...options });
  }

  /** How often a file was asked for under its address on the hub. */
  requestsFor(file: string): number {
    const address = `/${this.profile.id}/resolve/main/${file}`;
    return this.hub.requests.filter((request) => request === address).length;
  }

  async close(): Promise<void> {
    await this.hub.close();
    await rm(this.cacheDir, { recursive: true });
  }
}
