import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startServer } from './server.ts'

let server: Awaited<ReturnType<typeof startServer>>
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.close())

describe('what clients ask of a server', () => {
  test('object_info describes every node in the form of ComfyUI, with exact seeds', async () => {
    const text = await (await server.ask('/object_info')).text()
    expect(text).toContain('"max":18446744073709551615')
    const all = JSON.parse(text)
    for (const [type, node] of Object.entries<Record<string, unknown>>(all)) {
      expect(node).toMatchObject({ name: type, output_node: expect.any(Boolean), category: expect.any(String) })
      const { input, input_order, output, output_is_list, output_name } = node as Record<string, never[]>
      expect(Object.keys((input as unknown as Record<string, object>).required!)).toEqual(
        (input_order as unknown as Record<string, string[]>).required,
      )
      expect([output_is_list!.length, output_name!.length]).toEqual([output!.length, output!.length])
    }
    expect(all.CheckpointLoaderSimple.input.required.ckpt_name[0].length).toBeGreaterThan(0)
    expect(await server.read('/api/object_info/KSampler')).toEqual({ KSampler: all.KSampler })
    expect(await server.read('/object_info/toString')).toEqual({})
  })

  test('models are listed by folder, and a file tells its metadata', async () => {
    expect(await server.read('/models')).toContain('checkpoints')
    const [name] = await server.read('/models/checkpoints')
    expect(name).toMatch(/\.safetensors$/)
    for (const path of ['/models/input', '/models/none', '/view_metadata/checkpoints?filename=../x.safetensors'])
      expect((await server.ask(path)).status).toBe(404)
    expect(await server.read('/embeddings')).toEqual([])
    const folders = await server.read('/experiment/models')
    expect(folders).toContainEqual({ name: 'checkpoints', folders: expect.any(Array) })
    const [described] = await server.read('/experiment/models/checkpoints')
    expect(described).toMatchObject({ name, pathIndex: expect.any(Number), size: expect.any(Number) })
    expect((await server.read('/internal/folder_paths')).checkpoints[described.pathIndex]).toBeTruthy()
    expect((await server.ask('/experiment/models/none')).status).toBe(404)
    expect([200, 404]).toContain((await server.ask(`/view_metadata/checkpoints?filename=${name}`)).status)
  })

  test('the server tells what it is and understands', async () => {
    const { system, devices } = await server.read('/system_stats')
    expect(system).toMatchObject({ comfyui_version: '0.44.0', ram_total: expect.any(Number) })
    expect(devices).toHaveLength(1)
    expect(await server.read('/features')).toMatchObject({ supports_preview_metadata: true })
    expect(await server.read('/extensions')).toEqual([])
    expect((await server.tell('/free', { unload_models: true, free_memory: true })).status).toBe(200)
  })

  test('files and settings of clients are kept, inside their folder', async () => {
    const put = (file: string, body: string, query = '') =>
      server.ask(`/userdata/${encodeURIComponent(file)}${query}`, { method: 'POST', body })
    expect((await put('workflows/mine.json', '{"a": 1}')).status).toBe(200)
    expect(existsSync(join(server.folder, 'user/workflows/mine.json'))).toBe(true)
    expect((await put('workflows/mine.json', '{}', '?overwrite=false')).status).toBe(409)
    expect(await server.read('/userdata/workflows%2Fmine.json')).toEqual({ a: 1 })
    expect(await server.read('/userdata?dir=workflows&recurse=true')).toEqual(['mine.json'])
    const toItself = await server.ask('/userdata/workflows%2Fmine.json/move/workflows%2Fmine.json', { method: 'POST' })
    expect(toItself.status).toBe(200)
    expect(await server.read('/userdata/workflows%2Fmine.json')).toEqual({ a: 1 })
    expect((await put('workflows', '{}')).status).toBe(400)
    expect((await put('workflows/mine.json/deeper.json', '{}')).status).toBe(400)
    const moved = await server.ask('/userdata/workflows%2Fmine.json/move/workflows%2Fyours.json', { method: 'POST' })
    expect(moved.status).toBe(200)
    const [info] = await server.read('/userdata?dir=workflows&full_info=true')
    expect(info).toMatchObject({ path: 'yours.json', size: 8 })
    expect((await server.ask('/userdata/workflows%2Fyours.json', { method: 'DELETE' })).status).toBe(204)
    for (const file of ['../secret', 'workflows/../../secret', '.hidden', '/etc/x', 'a\\b', 'leapgraph.sqlite/../../x'])
      expect((await put(file, 'x')).status).toBe(403)

    await server.tell('/settings', { 'Comfy.A': 1 })
    await server.tell('/settings/Comfy.B', [2])
    expect(await server.read('/settings')).toEqual({ 'Comfy.A': 1, 'Comfy.B': [2] })
    expect(await server.read('/settings/Comfy.C')).toBeNull()
  })

  test('an address that does not exist is 404, and a wrong body 400', async () => {
    expect((await server.ask('/no/such')).status).toBe(404)
    expect((await server.tell('/queue', { delete: 7 })).status).toBe(400)
    expect((await server.ask('/history?max_items=many')).status).toBe(400)
    expect((await server.ask('/api/jobs?status=odd')).status).toBe(400)
  })
})
