import { element } from './dom.js';

/** Shows a picture that goes with a message, from the bytes that came with it. */
export function showAttachment({ contentType, description, base64 }) {
  const src = `data:${contentType};base64,${base64}`;
  return element('img', { className: 'attachment', src, alt: description });
}
