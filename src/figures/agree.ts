/** A number as a report gives it, with what it says of how exact it is. */
export interface Amount {
  readonly least: number;
  readonly most: number;
}

/** How a report hedges a number. */
export type Hedge = 'exactly' | 'about' | 'nearly' | 'at-least' | 'more-than' | 'at-most';

/** "At least 85" is still said of a few more, as the count goes on. */
const AT_LEAST_SHARE = 0.05;
const ABOUT_SHARE = 0.1;
/** "More than 400" is said up to 500, and "more than 1,000" not of twice as many. */
const MOST_MORE_SHARE = 0.25;
/** From so much on, a number of two figures and noughts is a rounded one even where nothing says so. */
const ROUNDED_FROM = 1000;
const ROUNDED_SHARE = 0.05;

/** Everything that somebody may mean who reports a number so. */
export function amountOf(value: number, hedge: Hedge): Amount {
  switch (hedge) {
    case 'exactly': {
      const isRounded = value >= ROUNDED_FROM && value / unitOf(value) < 100;
      return around(value, isRounded ? ROUNDED_SHARE : 0);
    }
    case 'about':
      return around(value, ABOUT_SHARE);
    case 'nearly':
      return { least: value * (1 - ABOUT_SHARE), most: value };
    case 'at-least':
      return { least: value, most: value * (1 + AT_LEAST_SHARE) };
    case 'more-than': {
      const more = Math.min(unitOf(value), value * MOST_MORE_SHARE);
      return { least: value, most: value + Math.max(more, value * ABOUT_SHARE) };
    }
    case 'at-most':
      return { least: 0, most: value };
  }
}

/** Whether two reports may mean the same number. */
export function agree(a: Amount, b: Amount): boolean {
  return a.least <= b.most && b.least <= a.most;
}

function around(value: number, share: number): Amount {
  return { least: value * (1 - share), most: value * (1 + share) };
}

/** What a number is rounded to: 100 for 400, 10 for 90, 1 for 85 and for what is no whole number. */
function unitOf(value: number): number {
  if (!Number.isInteger(value) || value === 0) return 1;
  let unit = 1;
  while (value % (unit * 10) === 0) unit *= 10;
  return unit;
}
