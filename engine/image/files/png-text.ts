import { crc32 } from 'node:zlib'

/** PNG signature (8 bytes) and the IHDR chunk (12 + 13), which comes first in every PNG. */
const headerEnd = 8 + 25

/**
 * Adds `tEXt` chunks after a PNG's header (PNG specification, 11.3.4.3), where ComfyUI stores the workflow.
 *
 * @param text keyword → JSON text, written in this order; characters beyond ASCII become \uXXXX, as in Python's json.dumps
 */
export function withPngText(png: Buffer, text: Readonly<Record<string, string>>): Buffer {
  const chunks = Object.entries(text).map(([keyword, json]) => textChunk(keyword, asciiJson(json)))
  return Buffer.concat([png.subarray(0, headerEnd), ...chunks, png.subarray(headerEnd)])
}

/** length, type, keyword, NUL, text, CRC-32 of type and data */
function textChunk(keyword: string, text: string): Buffer {
  const body = Buffer.from(`tEXt${keyword}\0${text}`, 'latin1')
  const chunk = Buffer.alloc(body.length + 8)
  chunk.writeUInt32BE(body.length - 4, 0)
  body.copy(chunk, 4)
  chunk.writeUInt32BE(crc32(body), body.length + 4)
  return chunk
}

const asciiJson = (json: string): string =>
  json.replace(/[\u0080-\uffff]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
