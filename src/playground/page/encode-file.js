/** A file as the server takes it. One that is larger than that is announced, and not sent. */
export async function encodeFile(file, maxBytes) {
  const { name, size } = file;
  const content = size > maxBytes ? null : await toBase64(file);
  return { name, sizeBytes: size, content };
}

function toBase64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => resolve(reader.result.replace(/^[^,]*,/, '')));
    reader.addEventListener('error', () => reject(reader.error));
    reader.readAsDataURL(file);
  });
}
