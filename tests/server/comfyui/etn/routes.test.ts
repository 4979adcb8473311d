import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { encodePng } from '../../../../engine/image/files/save-images.ts'
import { tensor } from '../../../../engine/tensor/tensor.ts'
import { connect, startServer } from '../server.ts'

let server: Awaited<ReturnType<typeof startServer>>
let png: Buffer<ArrayBuffer>
beforeAll(async () => {
  server = await startServer()
  const picture = await encodePng(
    tensor(
      [8, 8, 3],
      new Float32Array(192).map((_, i) => (i % 8) / 8),
    ),
  )
  png = Buffer.from(picture)
})
afterAll(() => server.close())

type Body = string | Buffer<ArrayBuffer>
const put = (path: string, body: Body) => server.ask(`/api/etn/${path}`, { method: 'PUT', body })

describe('model_info', () => {
  test('tells the family of each checkpoint and what it predicts, page by page', async () => {
    const { names } = await server.editor.parts.engine.library().list('checkpoints')
    const info = await server.read('/api/etn/model_info/checkpoints?offset=0&limit=8')
    expect(info._meta).toEqual({ offset: 0, count: names.length, total: names.length })
    expect(info[names[0]!]).toEqual({ base_model: 'sd15', is_inpaint: false })
    const { _meta } = await server.read(`/api/etn/model_info/checkpoints?offset=${names.length}&limit=8`)
    expect(_meta).toEqual({ offset: names.length, count: 0, total: names.length })
    expect(await server.read('/api/etn/model_info/checkpoints')).not.toHaveProperty('_meta')
  })

  test('does not know files without a UNet, and refuses folders that are none of models', async () => {
    const { names } = await server.editor.parts.engine.library().list('loras')
    const info = await server.read('/api/etn/model_info/loras')
    expect(info[names[0]!]).toEqual({ base_model: 'unknown' })
    expect((await server.ask('/api/etn/model_info/input')).status).toBe(400)
    expect((await server.ask('/api/etn/model_info/checkpoints?limit=-1')).status).toBe(400)
  })
})

test('no language is translated from, and a text comes back as it is', async () => {
  expect(await server.read('/api/etn/languages')).toEqual([])
  expect(await server.read(`/api/etn/translate/de/${encodeURIComponent('ein Hund, 50% / "alt"')}`)).toBe(
    'ein Hund, 50% / "alt"',
  )
})

describe('pictures by id', () => {
  test('are kept as they were sent, once for each id', async () => {
    expect((await server.ask('/api/etn/image/5eaf00d1')).status).toBe(404)
    expect((await put('image/5eaf00d1', png)).status).toBe(201)
    const again = await put('image/5eaf00d1', png)
    expect([again.status, await again.json()]).toEqual([200, { status: 'cached' }])
    const got = await server.ask('/api/etn/image/5eaf00d1')
    expect(got.headers.get('content-type')).toBe('image/png')
    expect(Buffer.from(await got.arrayBuffer())).toEqual(png)
  })

  test('stay in their folder, and are pictures', async () => {
    for (const id of ['..%2F..%2Fuser', '%2Fetc%2Fpasswd', '.hidden', 'a%00b'])
      expect((await put(`image/${id}`, png)).status).toBe(400)
    const refused = await put('image/text', 'not a picture')
    expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining('invalid_upload')])
    expect(readdirSync(join(server.folder, 'user', 'temp', 'transfer'))).toEqual(['5eaf00d1'])
  })

  test('are read by a prompt, whose results are fetched by the ids in its message', async () => {
    await put('image/cafe0001', png)
    const client = await connect(server.port, 'krita')
    const cached = {
      1: { class_type: 'ETN_LoadImageCache', inputs: { id: 'cafe0001' } },
      2: { class_type: 'ImageInvert', inputs: { image: ['1', 0] } },
      3: { class_type: 'ETN_SaveImageCache', inputs: { images: ['2', 0], format: 'PNG' } },
    }
    const run = async () => {
      client.messages.length = 0
      const { status, body } = await server.tell('/prompt', { prompt: cached, client_id: 'krita' })
      expect([status, body.node_errors]).toEqual([200, {}])
      const { data } = await client.until(({ type }) => type === 'executed')
      await client.until(({ type, data }) => type === 'executing' && data.node === null)
      return data.output.images
    }
    const [image] = await run()
    expect(image).toMatchObject({ source: 'http', 'content-type': 'image/png', type: 'output' })
    const got = await server.ask(`/api/etn/image/${image.id}`)
    expect(got.headers.get('content-type')).toBe('image/png')
    // What is held is not computed again, and is told again.
    expect(await run()).toEqual([image])
    client.close()
  })

  test('that was not sent fails its node with a sentence', async () => {
    const client = await connect(server.port, 'krita')
    const missing = {
      1: { class_type: 'ETN_LoadImageCache', inputs: { id: 'gone' } },
      2: { class_type: 'ETN_SaveImageCache', inputs: { images: ['1', 0], format: 'PNG' } },
    }
    await server.tell('/prompt', { prompt: missing, client_id: 'krita' })
    const { data } = await client.until(({ type }) => type === 'execution_error')
    expect(data.exception_message).toContain('No picture was sent under the id gone')
    client.close()
  })
})

describe('an uploaded LoRA', () => {
  test('needs a models folder of the user', async () => {
    const refused = await put('upload/loras/style.safetensors', 'x')
    expect(refused.status).toBe(409)
    expect(await refused.text()).toContain('--models')
  })

  test('is written whole into the first one, once; other files and names are refused', async () => {
    const root = join(server.folder, 'models')
    mkdirSync(root)
    const own = await startServer({}, { modelFolders: [root] })
    const send = (name: string, body: Body) =>
      own.ask(`/api/etn/upload/loras/${name}`, { method: 'PUT', body }).then(({ status }) => status)
    const lora = readFileSync('tests/goldens/pipelines/lora_unet_te.safetensors')
    expect(await send('style.safetensors', lora)).toBe(201)
    expect(readFileSync(join(root, 'loras', 'style.safetensors'))).toEqual(lora)
    expect(await send('style.safetensors', 'other')).toBe(200)
    expect(readFileSync(join(root, 'loras', 'style.safetensors'))).toEqual(lora)
    expect(await send('text.safetensors', 'not a model')).toBe(400)
    for (const name of ['..%2Fup.safetensors', '.hidden.safetensors', 'program.exe', 'a%2Fb.safetensors'])
      expect(await send(name, lora)).toBe(400)
    expect(readdirSync(join(root, 'loras'))).toEqual(['style.safetensors'])
    expect(existsSync(join(server.folder, 'up.safetensors'))).toBe(false)
    await own.close()
  })

  test('is a LoRA, under a name that Windows accepts as well', async () => {
    const root = join(server.folder, 'lora-models')
    mkdirSync(root)
    const own = await startServer({}, { modelFolders: [root] })
    const send = async (name: string, file: string) => {
      const body = readFileSync(`tests/goldens/pipelines/${file}`)
      const answer = await own.ask(`/api/etn/upload/loras/${name}`, { method: 'PUT', body })
      return [answer.status, JSON.parse(await answer.text()).error?.details]
    }
    expect(await send('whole.safetensors', 'tiny_sd15.safetensors')).toEqual([
      400,
      'whole.safetensors is not a LoRA: it is a checkpoint for SD 1.x.',
    ])
    for (const [name, possible] of [
      ['CON.safetensors', '_CON.safetensors'],
      ['lpt1.style.safetensors', '_lpt1.style.safetensors'],
      ['style .safetensors', 'style.safetensors'],
    ] as const)
      expect(await send(name, 'lora_unet_te.safetensors')).toEqual([
        400,
        `Not every system can have a file with the name ${name}. Send it as ${possible}.`,
      ])
    expect(await send('style.safetensors', 'lora_unet_te.safetensors')).toEqual([201, undefined])
    expect(readdirSync(join(root, 'loras'))).toEqual(['style.safetensors'])
    await own.close()
  })
})

test('workflows can be subscribed to, though none is published', async () => {
  for (const verb of ['subscribe', 'unsubscribe'])
    expect(await server.tell(`/api/etn/workflow/${verb}`, { client_id: 'krita' })).toEqual({
      status: 200,
      body: { status: 'success' },
    })
  expect((await server.tell('/api/etn/workflow/subscribe', {})).status).toBe(400)
})

test('nothing of it is answered without the token, but with programs let in', async () => {
  const open = await startServer({ openToPrograms: true })
  const statuses = (port: number) =>
    Promise.all(
      ['model_info/checkpoints', 'languages', 'image/5eaf00d1'].map(
        async path => (await fetch(`http://127.0.0.1:${port}/api/etn/${path}`)).status,
      ),
    )
  expect(await statuses(server.port)).toEqual([401, 401, 401])
  expect(await statuses(open.port)).toEqual([200, 200, 404])
  await open.close()
})
