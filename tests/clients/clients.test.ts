import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { prompt, secret, startServer } from '../server/comfyui/server.ts'
import { areFetched, clientModule } from './fetched.ts'

describe.skipIf(!areFetched)('clients of ComfyUI work as they are published', () => {
  /** The first takes the token; the other two clients have no place for one. */
  let [server, open] = [] as unknown as Awaited<ReturnType<typeof startServer>>[]
  beforeAll(async () => {
    ;[server, open] = await Promise.all([startServer(), startServer({ openToPrograms: true })])
  })
  afterAll(() => Promise.all([server!.close(), open!.close()]))

  const widthOf = async (bytes: Uint8Array) => (await sharp(bytes).metadata()).width
  /** A prompt that runs until it is interrupted. */
  const endless = prompt(99, 5000)

  test('@saintno/comfyui-sdk', async () => {
    const { ComfyApi, PromptBuilder, CallWrapper } = await clientModule('@saintno/comfyui-sdk', 'build/index.esm.js')
    const credentials = { type: 'bearer_token', token: secret }
    const api = new ComfyApi(`http://127.0.0.1:${server!.port}`, 'saintno', { credentials, forceWs: true })
    await api.init().waitForReady()
    const builder = new PromptBuilder(prompt(1, 3), ['seed'], ['images'])
      .setInputNode('seed', '4.inputs.seed')
      .setOutputNode('images', '6')
    const [steps, previews]: [number[], Blob[]] = [[], []]
    const result = await new Promise<{ images: { images: object[] } }>((resolve, reject) => {
      void new CallWrapper(api, builder.input('seed', 7))
        .onProgress(({ node, value }: { node: string; value: number }) => node === '4' && steps.push(value))
        .onPreview((preview: Blob) => previews.push(preview))
        .onFinished(resolve)
        .onFailed(reject)
        .run()
    })
    expect(steps).toEqual([1, 2, 3])
    expect(previews.length).toBeGreaterThan(0)
    const image = await api.getImage(result.images.images[0])
    expect(await widthOf(new Uint8Array(await image.arrayBuffer()))).toBe(64)
    expect(Object.keys(await api.getHistories())).toHaveLength(1)
    expect((await api.getSystemStats()).system.comfyui_version).toBeTruthy()
    expect(await api.getCheckpoints()).not.toEqual([])

    const { prompt_id } = await api.appendPrompt(endless)
    await expect.poll(async () => (await api.getQueue()).queue_running.length).toBe(1)
    await api.interrupt()
    await expect
      .poll(async () => (await api.getHistory(prompt_id))?.status.status_str, { timeout: 30_000 })
      .toBe('error')
    api.destroy()
  })

  test('@stable-canvas/comfyui-client', async () => {
    const { Client } = await clientModule('@stable-canvas/comfyui-client', 'dist/main.module.mjs')
    const client = new Client({ api_host: `127.0.0.1:${open!.port}` })
    await client.connect()
    const progress: number[] = []
    const { images } = await client.enqueue(prompt(2, 2), {
      progress: ({ value }: { value: number }) => progress.push(value),
    })
    // It counts previews as well.
    expect(images.map(({ type }: { type: string }) => type).filter((type: string) => type === 'url')).toHaveLength(1)
    expect(progress).toContain(2)
    expect(await client.getSamplers()).toContain('euler')
    expect(await client.getSDModels()).not.toEqual([])
    expect((await client.getHistory()).History).toHaveLength(1)

    await client.queuePrompt(0, { prompt: endless, workflow: {} })
    await expect.poll(async () => (await client.getQueue()).Running.length).toBe(1)
    await client.interrupt()
    await expect.poll(async () => (await client.getQueue()).Running.length, { timeout: 30_000 }).toBe(0)
    client.close()
  })

  test('comfy-ui-client', async () => {
    const { ComfyUIClient } = await clientModule('comfy-ui-client', 'dist/index.mjs')
    const client = new ComfyUIClient(`127.0.0.1:${open!.port}`, 'comfy-ui-client')
    await client.connect()
    const { 6: made } = await client.getImages(prompt(3))
    expect(await widthOf(new Uint8Array(await made[0].blob.arrayBuffer()))).toBe(64)
    expect(await client.getPrompt()).toEqual({ exec_info: { queue_remaining: 0 } })
    expect(Object.keys(await client.getObjectInfo('KSampler'))).toEqual(['KSampler'])
    expect(Object.keys(await client.getHistory()).length).toBeGreaterThan(0)
    await client.disconnect()
  })
})
