import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { withPngText } from '../../../engine/image/files/png-text.ts'
import { startServer } from './server.ts'

let server: Awaited<ReturnType<typeof startServer>>
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.close())

/** @param alpha  0 to 255 */
const square = (red: number, alpha = 255): Promise<Buffer> =>
  sharp({ create: { width: 8, height: 8, channels: 4, background: { r: red, g: 0, b: 0, alpha: alpha / 255 } } })
    .png()
    .toBuffer()

async function send(path: string, bytes: Uint8Array, fields: Readonly<Record<string, string>> = {}, name = 'a.png') {
  const form = new FormData()
  form.set('image', new Blob([new Uint8Array(bytes)]), name)
  for (const [key, value] of Object.entries(fields)) form.set(key, value)
  const answer = await server.ask(path, { method: 'POST', body: form })
  return { status: answer.status, body: JSON.parse(await answer.text()) }
}

const pixel = async (path: string): Promise<number[]> => {
  const answer = await server.ask(path)
  const raw = await sharp(Buffer.from(await answer.arrayBuffer()))
    .raw()
    .toBuffer({ resolveWithObject: true })
  return [...raw.data.subarray(0, raw.info.channels)]
}

test('an upload keeps its name for the same content and gets a number for other content', async () => {
  const [first, second] = await Promise.all([square(10), square(20)])
  expect((await send('/upload/image', first)).body).toEqual({ name: 'a.png', subfolder: '', type: 'input' })
  expect((await send('/api/upload/image', first)).body.name).toBe('a.png')
  expect((await send('/upload/image', second)).body.name).toBe('a (1).png')
  const inside = await send('/upload/image', second, { subfolder: 'sub/folder', type: 'temp' })
  expect(inside.body).toEqual({ name: 'a.png', subfolder: 'sub/folder', type: 'temp' })
  expect(await pixel('/view?filename=a.png&subfolder=sub/folder&type=temp')).toEqual([20, 0, 0, 255])
  await send('/upload/image', second, { overwrite: 'true' })
  expect(await pixel('/view?filename=a.png&type=input')).toEqual([20, 0, 0, 255])
})

test('twenty uploads of different pictures under one name at once get twenty names', async () => {
  const pictures = await Promise.all(Array.from({ length: 20 }, (_, index) => square(100 + index)))
  const answers = await Promise.all(pictures.map(bytes => send('/upload/image', bytes, {}, 'same.png')))
  expect(new Set(answers.map(({ body }) => body.name)).size).toBe(20)
  for (const [index, { body }] of answers.entries())
    expect(await readFile(join(server.folder, 'input', body.name))).toEqual(pictures[index])
})

test('an upload stays in its folder and is a picture', async () => {
  const bytes = await square(1)
  for (const subfolder of ['..', '../..', '/etc', 'a/../../b', 'C:\\x', '.hidden'])
    expect((await send('/upload/image', bytes, { subfolder })).status).toBe(400)
  expect((await send('/upload/image', bytes, {}, '../../up.png')).body.name).toBe('up.png')
  expect((await send('/upload/image', Buffer.from('no picture'))).body.error.type).toBe('invalid_upload')
  expect((await send('/upload/image', bytes, { type: 'models' })).status).toBe(400)
  expect((await server.ask('/upload/image', { method: 'POST', body: '{}' })).status).toBe(400)
})

test('a mask becomes the alpha of its picture, which keeps its texts', async () => {
  await send('/upload/image', withPngText(await square(30), { workflow: '{"id": 1}' }), {}, 'drawn.png')
  const original_ref = JSON.stringify({ filename: 'drawn.png', type: 'input' })
  const { body } = await send('/upload/mask', await square(0, 77), { original_ref }, 'masked.png')
  expect(await pixel(`/view?filename=${body.name}&type=input`)).toEqual([30, 0, 0, 77])
  expect(await readFile(join(server.folder, 'input', body.name), 'latin1')).toContain('{"id": 1}')
  const gone = JSON.stringify({ filename: '../secret', type: 'input' })
  expect((await send('/upload/mask', await square(0), { original_ref: gone })).status).toBe(400)
})

test('view gives a picture in another format or one of its channels, and nothing outside its folders', async () => {
  await send('/upload/image', await square(200, 50), {}, 'clear.png')
  const typeOf = async (query: string) => {
    const answer = await server.ask(`/view?filename=clear.png&type=input${query}`)
    return answer.headers.get('content-type')
  }
  expect(await typeOf('')).toBe('image/png')
  expect(await typeOf('&preview=webp;90')).toBe('image/webp')
  expect(await typeOf('&preview=jpeg;50')).toBe('image/jpeg')
  expect(await pixel('/view?filename=clear.png [input]')).toEqual([200, 0, 0, 50])
  expect(await pixel('/view?filename=clear.png&type=input&channel=rgb')).toEqual([200, 0, 0])
  expect(await pixel('/view?filename=clear.png&type=input&channel=a')).toEqual([0, 0, 0, 50])
  const statusOf = async (query: string) => (await server.ask(`/view?${query}`)).status
  expect(await statusOf('filename=none.png&type=input')).toBe(404)
  expect(await statusOf('filename=..%2Fuser%2Fsecret&type=input')).toBe(403)
  expect(await statusOf('filename=secret&subfolder=../user&type=input')).toBe(403)
  expect(await statusOf('filename=/etc/passwd&type=input')).toBe(403)
})
