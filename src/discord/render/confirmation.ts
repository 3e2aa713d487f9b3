import { ButtonStyle } from 'discord-api-types/v10';
import { type ButtonRow, renderButton, rowsOf } from './buttons.ts';

/** A button with which a moderator decides about what was proposed. */
export interface ConfirmationButton {
  readonly decision: 'confirm' | 'discard';
  readonly actionId: string;
}

const CUSTOM_ID = /^(confirm|discard):([\w-]{1,64})$/;

/** Reads a button's id; null for one that decides nothing. */
export function parseConfirmationButton(customId: string): ConfirmationButton | null {
  const [, decision, actionId] = CUSTOM_ID.exec(customId) ?? [];
  if (actionId === undefined) return null;
  return { decision: decision === 'confirm' ? 'confirm' : 'discard', actionId };
}

/** The two buttons under a proposal. */
export function renderConfirmation(
  actionId: string,
  verb: 'Add' | 'Remove' | 'Withdraw' | 'Correct',
): ButtonRow[] {
  const isHarmless = verb === 'Add' || verb === 'Correct';
  const style = isHarmless ? ButtonStyle.Success : ButtonStyle.Danger;
  return rowsOf([
    { ...renderButton(verb, `confirm:${actionId}`), style },
    renderButton('Cancel', `discard:${actionId}`),
  ]);
}
