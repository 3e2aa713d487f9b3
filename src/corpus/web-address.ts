/** Whether a link to `value` leads to a web page, and to nothing else such as `javascript:`. */
export function isWebAddress(value: string): boolean {
  return URL.canParse(value) && ['http:', 'https:'].includes(new URL(value).protocol);
}
