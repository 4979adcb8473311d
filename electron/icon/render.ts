import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { renderPng } from '../../engine/image/files/render-svg.ts'

/** Draws icon.png and icon.ico from icon.svg: `node electron/icon/render.ts`. */
const folder = import.meta.dirname
const svg = await readFile(join(folder, 'icon.svg'))
await writeFile(join(folder, 'icon.png'), await renderPng(svg, 512))
await writeFile(join(folder, 'icon.ico'), ico(await Promise.all([16, 32, 48, 256].map(size => renderPng(svg, size)))))

/** An icon file of Windows: a directory of pictures, PNGs as they are. */
function ico(pictures: readonly Buffer[]): Buffer {
  const head = Buffer.alloc(6 + 16 * pictures.length)
  head.writeUInt16LE(1, 2)
  head.writeUInt16LE(pictures.length, 4)
  let offset = head.length
  pictures.forEach((png, index) => {
    const size = png.readUInt32BE(16)
    const at = 6 + 16 * index
    head[at] = head[at + 1] = size % 256
    head.writeUInt16LE(1, at + 4)
    head.writeUInt16LE(32, at + 6)
    head.writeUInt32LE(png.length, at + 8)
    head.writeUInt32LE(offset, at + 12)
    offset += png.length
  })
  return Buffer.concat([head, ...pictures])
}
