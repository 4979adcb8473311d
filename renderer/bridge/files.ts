/** Asks for a file with the browser's own dialog; null when the person cancels. */
export function chooseFile(accept: string): Promise<File | null> {
  const input = document.createElement('input')
  input.type = 'file'
  input.accept = accept
  const { promise, resolve } = Promise.withResolvers<File | null>()
  input.addEventListener('change', () => resolve(input.files?.[0] ?? null))
  input.addEventListener('cancel', () => resolve(null))
  input.click()
  return promise
}

/** Bytes as base64, as messages carry them. */
export function bytesToBase64(bytes: Uint8Array): string {
  const chunk = 0x8000
  let text = ''
  for (let at = 0; at < bytes.length; at += chunk) text += String.fromCharCode(...bytes.subarray(at, at + chunk))
  return btoa(text)
}
