import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { AnswerStore } from '../../src/state/answers.ts';
import { AuditLog } from '../../src/state/audit-log.ts';
import { ConversationStore } from '../../src/state/conversations.ts';
import { openState } from '../../src/state/database.ts';
import { FeedbackStore } from '../../src/state/feedback.ts';
import { GapStore } from '../../src/state/gaps.ts';
import { MuteStore } from '../../src/state/mutes.ts';
import { ServerSettingsStore } from '../../src/state/server-settings.ts';

const SCRIPT = fileURLToPath(new URL('write-state-script.ts', import.meta.url));

/** Another process that writes something of every kind to a state, once a round. */
export class StateWriter {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  #printed = '';

  /** Ready to begin, with everything loaded. */
  static async start(file: string, rounds = 1_000_000): Promise<StateWriter> {
    const child = spawn(process.execPath, ['--import', 'tsx', SCRIPT, file, String(rounds)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    const writer = new StateWriter(child);
    await once(child.stdout, 'data');
    return writer;
  }

  private constructor(child: ChildProcessByStdio<Writable, Readable, null>) {
    this.#child = child;
    child.stdout.on('data', (chunk: Buffer) => (this.#printed += chunk.toString()));
  }

  begin(): void {
    this.#child.stdin.write('begin\n');
  }

  /** The ids of the answers whose rounds have been acknowledged so far. */
  get acknowledged(): string[] {
    // Before the first line break comes a greeting, and after the last one what was cut off.
    return this.#printed.split('\n').slice(1, -1);
  }

  /** @returns what was acknowledged, once the process has ended. */
  async end(signal?: NodeJS.Signals): Promise<string[]> {
    const closed = once(this.#child, 'close');
    if (signal !== undefined) this.#child.kill(signal);
    await closed;
    return this.acknowledged;
  }
}

/** Those of the acknowledged ids whose round is not in the state in full. */
export async function lostRounds(file: string, ids: readonly string[]): Promise<string[]> {
  const state = await openState(file);
  const answers = new AnswerStore(state);
  const feedback = new FeedbackStore(state);
  const settings = new ServerSettingsStore(state);
  const gaps = new GapStore(state);
  const conversations = new ConversationStore(state);
  const mutes = new MuteStore(state);
  const added = new AuditLog(state).addedBy(ids);
  const lost = ids.filter((id) => {
    const { channelModes, moderatorRoleIds, logChannelId } = settings.get(id);
    return !(
      answers.find(id) !== null &&
      feedback.countFor(id).useful === 1 &&
      channelModes.get('333') === 'off' &&
      moderatorRoleIds.has('444') &&
      logChannelId === '555' &&
      gaps.list(id, { limit: 2 }).length === 1 &&
      conversations.ofMessage(`message of ${id}`) === id &&
      mutes.isMuted(id, '111') &&
      added.get(id) === 'Ann'
    );
  });
  state.close();
  return lost;
}
