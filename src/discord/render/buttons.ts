import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  ButtonStyle,
  ComponentType,
} from 'discord-api-types/v10';
import { LIMITS } from '../limits.ts';

type PlainAction =
  | 'useful'
  | 'not-useful'
  | 'follow-up'
  | 'thread'
  | 'share'
  | 'remove'
  | 'mute-me'
  | 'mute-channel';

/** A button under an answer. */
export type AnswerButton =
  | {
      readonly action: 'context' | 'more' | 'report';
      readonly answerId: string;
      /**
       * Of the quote, from 0 to 99; for `more`, of the first quote that has not been shown, for
       * `report` of the report that is kept with the answer.
       */
      readonly position: number;
    }
  | {
      readonly action: PlainAction;
      readonly answerId: string;
    };

/** Which buttons an answer has. */
export interface AnswerButtons {
  /** Letters, digits, `-` and `_`, 64 at most. */
  readonly answerId: string;
  readonly quoteCount: number;
  /** Labels of the buttons that each show another report, in the order in which those are kept; none by default. */
  readonly reports?: readonly string[];
  /** Private answers can be shared, public ones removed. */
  readonly isPrivate: boolean;
  /** Whether nobody asked the bot; then it can be told to keep out. */
  readonly isUnasked: boolean;
  /** Whether a form is to stand in for replies, which the bot cannot read. */
  readonly canFollowUp: boolean;
  readonly canOpenThread: boolean;
  /** Position of the first quote that has not been shown; null when there are no more. */
  readonly nextOffset: number | null;
}

export type ButtonRow = APIActionRowComponent<APIButtonComponentWithCustomId>;

const PLACED_ID = /^(context|more|report):([\w-]{1,64}):(0|[1-9]\d?)$/;
const PLAIN_ID =
  /^(useful|not-useful|follow-up|thread|share|remove|mute-me|mute-channel):([\w-]{1,64})$/;

/** Reads a button's id; null for one that does not stand under an answer. */
export function parseAnswerButton(customId: string): AnswerButton | null {
  const placed = PLACED_ID.exec(customId);
  if (placed !== null) {
    const [, action, answerId = '', position] = placed;
    return {
      action: action as 'context' | 'more' | 'report',
      answerId,
      position: Number(position),
    };
  }
  const [, action, answerId] = PLAIN_ID.exec(customId) ?? [];
  if (answerId === undefined) return null;
  return { action: action as PlainAction, answerId };
}

/** The id under which Discord reports that a button was pressed: `action:answerId[:position]`. */
export function answerButtonId(button: AnswerButton): string {
  const { action, answerId } = button;
  return 'position' in button
    ? `${action}:${answerId}:${button.position}`
    : `${action}:${answerId}`;
}

/**
 * The rows of buttons under an answer: what else to see of it, what other reports give, then what to
 * do with it.
 */
export function renderAnswerButtons(view: AnswerButtons): ButtonRow[] {
  const { answerId, quoteCount, reports = [], nextOffset } = view;
  const reading = Array.from({ length: quoteCount }, (_, position) =>
    renderButton(
      quoteCount === 1 ? 'Context' : `Context ${position + 1}`,
      answerButtonId({ action: 'context', answerId, position }),
    ),
  );
  if (nextOffset !== null) {
    const more = answerButtonId({ action: 'more', answerId, position: nextOffset });
    reading.push(renderButton('More quotes', more));
  }
  const comparing = reports.map((label, position) =>
    renderButton(label, answerButtonId({ action: 'report', answerId, position })),
  );
  const doing = actionsOf(view).map(([label, action]) =>
    renderButton(label, answerButtonId({ action, answerId })),
  );
  return [...rowsOf(reading), ...rowsOf(comparing), ...rowsOf(doing)];
}

/** What can be done with an answer, by the labels of the buttons; at most five of them. */
function actionsOf({
  isPrivate,
  isUnasked,
  canFollowUp,
  canOpenThread,
}: AnswerButtons): [string, PlainAction][] {
  if (isUnasked) {
    return [
      ['Useful', 'useful'],
      ['Not useful', 'not-useful'],
      ['Not for me', 'mute-me'],
      ['Not in this channel', 'mute-channel'],
      ['Remove', 'remove'],
    ];
  }
  return [
    ['Useful', 'useful'],
    ['Not useful', 'not-useful'],
    ...(canFollowUp ? ([['Follow up', 'follow-up']] as [string, PlainAction][]) : []),
    ...(canOpenThread ? ([['Continue in thread', 'thread']] as [string, PlainAction][]) : []),
    isPrivate ? ['Share', 'share'] : ['Remove', 'remove'],
  ];
}

/** A button that does no more than report its id. */
export function renderButton(
  label: string,
  customId: string,
  { isDisabled = false } = {},
): APIButtonComponentWithCustomId {
  return {
    type: ComponentType.Button,
    style: ButtonStyle.Secondary,
    label,
    custom_id: customId,
    ...(isDisabled && { disabled: true }),
  };
}

/** The buttons in order, in as many rows as they need. */
export function rowsOf(buttons: readonly APIButtonComponentWithCustomId[]): ButtonRow[] {
  const rows: ButtonRow[] = [];
  for (let start = 0; start < buttons.length; start += LIMITS.buttonsPerRow) {
    const components = buttons.slice(start, start + LIMITS.buttonsPerRow);
    rows.push({ type: ComponentType.ActionRow, components });
  }
  return rows;
}
