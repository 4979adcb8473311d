import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { EditorEvents } from '../../../runtime/contract/editor-events.ts'
import { goldenPath } from '../../engine/networks/run-graph.ts'
import { connect, prompt, startServer } from './server.ts'

let server: Awaited<ReturnType<typeof startServer>>
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.close())

const queue = async (body: object): Promise<string> => (await server.tell('/prompt', body)).body.prompt_id
type Client = Awaited<ReturnType<typeof connect>>
const end = (client: Client, id: string) =>
  client.until(({ type, data }) => type === 'executing' && data.node === null && data.prompt_id === id)
const typesOf = ({ messages }: Client) => new Set(messages.map(({ type }) => type))

test('a client gets the messages of its own prompts, and everyone those of prompts without a client', async () => {
  const [mine, other] = await Promise.all([connect(server.port, 'mine'), connect(server.port)])
  expect(mine.messages[0]!.data.sid ?? (await mine.until(() => true)).data.sid).toBe('mine')
  await end(mine, await queue({ prompt: prompt(1), client_id: 'mine' }))
  expect(typesOf(other)).toEqual(new Set(['status']))
  const id = await queue({ prompt: prompt(2) })
  await Promise.all([end(mine, id), end(other, id)])
  expect(typesOf(other)).toContain('executed')
  mine.close()
  other.close()
})

test('previews come with their node for a client that understands that', async () => {
  const client = await connect(server.port, 'flags')
  client.send(JSON.stringify({ type: 'feature_flags', data: { supports_preview_metadata: true } }))
  const { data } = await client.until(({ type }) => type === 'feature_flags')
  expect(data).toMatchObject({ supports_preview_metadata: true })
  const id = await queue({ prompt: prompt(3, 2), client_id: 'flags' })
  await end(client, id)
  const [frame] = client.frames
  const length = frame!.readUInt32BE(4)
  expect(frame!.readUInt32BE(0)).toBe(4)
  expect(JSON.parse(frame!.subarray(8, 8 + length).toString())).toEqual({
    ...{ node_id: '4', prompt_id: id, display_node_id: '4', parent_node_id: null, real_node_id: '4' },
    image_type: 'image/jpeg',
  })
  expect([...frame!.subarray(8 + length, 10 + length)]).toEqual([0xff, 0xd8])
  client.close()
})

test('the preview before the exact decode is for windows: clients get those of steps, as from ComfyUI, and the same picture', async () => {
  const models = mkdtempSync(join(tmpdir(), 'leapgraph-taesd-'))
  const place = (golden: string, at: string) => {
    mkdirSync(dirname(join(models, at)), { recursive: true })
    copyFileSync(goldenPath(golden), join(models, at))
  }
  place('pipelines/tiny_sd15.safetensors', 'checkpoints/tiny.safetensors')
  place('nets/taesd_decoder.weights.safetensors', 'vae_approx/taesd_decoder.safetensors')
  const withTaesd = await startServer({}, { modelFolders: [models] })
  const seen: string[] = []
  withTaesd.editor.openWindow((event, data) => {
    if (event === 'run') seen.push((data as EditorEvents['run']).event.kind)
  })
  const client = await connect(withTaesd.port, 'flags')
  client.send(JSON.stringify({ type: 'feature_flags', data: { supports_preview_metadata: true } }))
  await client.until(({ type }) => type === 'feature_flags')
  const made = async (seed: number): Promise<Buffer> => {
    const loader = { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'tiny.safetensors' } }
    const body = { prompt: { ...prompt(seed, 2), 1: loader }, client_id: 'flags' }
    const id = (await withTaesd.tell('/prompt', body)).body.prompt_id
    await end(client, id)
    const { filename, subfolder } = (await withTaesd.read(`/history/${id}`))[id].outputs[6].images[0]
    return sharp(await readFile(join(withTaesd.folder, 'output', subfolder, filename)))
      .raw()
      .toBuffer()
  }
  const pixels = await made(1)
  expect(seen.filter(kind => kind === 'decode-preview')).toEqual(['decode-preview'])
  expect(seen.indexOf('decode-preview')).toBeLessThan(seen.indexOf('image'))
  const nodes = client.frames.map(frame => JSON.parse(frame.subarray(8, 8 + frame.readUInt32BE(4)).toString()).node_id)
  expect(new Set(nodes)).toEqual(new Set(['4']))
  rmSync(join(models, 'vae_approx'), { recursive: true })
  await made(2)
  expect(await made(1)).toEqual(pixels)
  expect(seen.filter(kind => kind === 'decode-preview')).toEqual(['decode-preview'])
  client.close()
  await withTaesd.close()
  rmSync(models, { recursive: true })
})

test('SaveImageWebsocket sends its picture as PNG and saves nothing', async () => {
  const client = await connect(server.port, 'png')
  const sent = { ...prompt(4), 6: { class_type: 'SaveImageWebsocket', inputs: { images: ['5', 0] } } }
  for (let round = 0; round < 2; round++) {
    const id = await queue({ prompt: sent, client_id: 'png' })
    await end(client, id)
    const pictures = client.frames.filter(frame => frame.readUInt32BE(4) === 2)
    expect(pictures.map(frame => frame.subarray(8, 16).toString('latin1'))).toEqual(
      Array.from({ length: round + 1 }, () => '\x89PNG\r\n\x1a\n'),
    )
  }
  expect(typesOf(client)).not.toContain('executed')
  client.close()
})

test('a prompt that is interrupted tells its client, and the client that comes back is told how far it is', async () => {
  const client = await connect(server.port, 'back')
  const id = await queue({ prompt: prompt(5, 2000), client_id: 'back' })
  await client.until(({ type, data }) => type === 'progress' && data.value > 1)
  client.close()
  const again = await connect(server.port, 'back')
  const { data } = await again.until(({ type }) => type === 'progress_state')
  expect(data.nodes[4]).toMatchObject({ state: 'running', max: 2000, node_id: '4' })
  expect(again.messages.slice(0, 2)).toMatchObject([{ type: 'status' }, { type: 'executing', data: { node: '4' } }])

  await server.tell('/interrupt', { prompt_id: 'another' })
  expect((await server.read('/queue')).queue_running[0].slice(0, 2)).toEqual([expect.any(Number), id])
  expect((await server.ask('/interrupt', { method: 'POST' })).status).toBe(200)
  await end(again, id)
  expect((await again.until(({ type }) => type === 'execution_interrupted')).data).toMatchObject({
    prompt_id: id,
    node_id: '4',
  })
  const entry = (await server.read(`/history/${id}`))[id]
  expect(entry.status.status_str).toBe('error')
  expect(entry.status.messages.at(-1)[0]).toBe('execution_interrupted')
  again.close()
})

test('what waits is ordered by number and front, and is removed by id or at once', async () => {
  const running = await queue({ prompt: prompt(6, 2000) })
  const [last, first, middle, front] = [
    await queue({ prompt: prompt(7), number: 50 }),
    await queue({ prompt: prompt(8), number: 48 }),
    await queue({ prompt: prompt(9), number: 49 }),
    await queue({ prompt: prompt(10), front: true }),
  ]
  const waiting = async () => (await server.read('/queue')).queue_pending.map(([, id]: string[]) => id)
  expect(await waiting()).toEqual([front, first, middle, last])
  expect((await server.read('/prompt')).exec_info.queue_remaining).toBe(5)
  expect((await server.read('/api/jobs?status=pending')).pagination.total).toBe(4)
  await server.tell('/queue', { delete: [middle, 'unknown'] })
  expect(await waiting()).toEqual([front, first, last])
  expect(await server.tell('/queue', { clear: 'no' })).toMatchObject({
    status: 400,
    body: { error: { details: 'The body of the request is wrong: clear: expected true or false.' } },
  })
  for (const clear of [false, 0, null]) await server.tell('/queue', { clear })
  expect(await waiting()).toEqual([front, first, last])
  expect((await server.tell('/history', { clear: 'false' })).status).toBe(400)
  await server.tell('/queue', { clear: true })
  expect(await waiting()).toEqual([])
  expect((await server.tell(`/api/jobs/${running}/cancel`, {})).body).toEqual({ cancelled: true })
  await expect
    .poll(async () => (await server.read(`/api/jobs/${running}`)).status, { timeout: 30_000 })
    .toBe('cancelled')
})

test('a client that sends too much is cut off', async () => {
  const client = await connect(server.port, 'loud')
  for (let sent = 0; sent < 200; sent++) client.send('{}')
  await expect.poll(() => client.socket.readyState).toBe(WebSocket.CLOSED)
})
