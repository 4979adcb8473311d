/** The reflected polynomial of PNG's checksum (ISO 3309). */
const polynomial = 0xedb88320

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte
  for (let bit = 0; bit < 8; bit++) remainder = remainder & 1 ? polynomial ^ (remainder >>> 1) : remainder >>> 1
  return remainder
})

/** @returns the checksum as an unsigned 32-bit number */
export function crc32(bytes: Uint8Array): number {
  let remainder = 0xffffffff
  for (const byte of bytes) remainder = table[(remainder ^ byte) & 0xff]! ^ (remainder >>> 8)
  return (remainder ^ 0xffffffff) >>> 0
}
