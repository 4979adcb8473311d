import { mkdir, open } from 'node:fs/promises'
import { dirname } from 'node:path'

/** A file of half-precision zeros, which takes no room on the disk: its header is what a test reads. */
export async function sparseFile(path: string, shapes: Readonly<Record<string, readonly number[]>>): Promise<void> {
  let at = 0
  const entries = Object.entries(shapes).map(([name, shape]) => {
    const from = at
    at += 2 * shape.reduce((a, b) => a * b, 1)
    return [name, { dtype: 'F16', shape, data_offsets: [from, at] }]
  })
  const header = Buffer.from(JSON.stringify(Object.fromEntries(entries)))
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(header.length))
  await mkdir(dirname(path), { recursive: true })
  const file = await open(path, 'w')
  await file.write(Buffer.concat([length, header]))
  await file.truncate(8 + header.length + at)
  await file.close()
}
