// Run by tests as a process of its own, so that it can be killed: PROFILE_JSON HUB_URL CACHE_DIR.
import { downloadModel } from '../../src/embeddings/download-model.ts';
import type { ModelProfile } from '../../src/embeddings/model-profile.ts';

const [profile, hubUrl, cacheDir] = process.argv.slice(2);
await downloadModel(JSON.parse(profile!) as ModelProfile, { hubUrl: hubUrl!, cacheDir: cacheDir! });
