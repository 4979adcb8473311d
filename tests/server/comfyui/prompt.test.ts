import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Editor } from '../../../runtime/editor/editor.ts'
import { connect, prompt, startServer, workflow } from './server.ts'

let server: Awaited<ReturnType<typeof startServer>>
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.close())

const read = (path: string) => server.read(path)
const ended = (id: string) =>
  expect.poll(async () => (await read(`/history/${id}`))[id], { timeout: 60_000 }).toBeTruthy()

describe('a prompt over the API', () => {
  test('makes a picture that history and view have, and its messages come in order', async () => {
    const client = await connect(server.port, 'me')
    const answer = await server.tell('/prompt', {
      prompt: prompt(1, 3),
      client_id: 'me',
      extra_data: { extra_pnginfo: { workflow } },
    })
    const id = answer.body.prompt_id
    expect(answer).toEqual({ status: 200, body: { prompt_id: id, number: 0, node_errors: {} } })
    await client.until(({ type, data }) => type === 'executing' && data.node === null)

    const types = client.messages.map(({ type }) => type).filter(type => type !== 'progress_state')
    expect(types.slice(0, 4)).toEqual(['status', 'status', 'execution_start', 'execution_cached'])
    expect(types.slice(-4)).toEqual(['executed', 'execution_success', 'status', 'executing'])
    const steps = client.messages.filter(({ type, data }) => type === 'progress' && data.node === '4')
    expect(steps.map(({ data }) => `${data.value} of ${data.max}`)).toEqual(['1 of 3', '2 of 3', '3 of 3'])
    const [first] = client.frames
    expect([first!.readUInt32BE(0), first!.readUInt32BE(4), first![8], first![9]]).toEqual([1, 1, 0xff, 0xd8])

    const entry = (await read(`/history/${id}`))[id]
    expect(entry.status).toMatchObject({ status_str: 'success', completed: true })
    expect(entry.prompt[2]).toEqual(prompt(1, 3))
    expect(entry.prompt[3].extra_pnginfo.workflow).toEqual(workflow)
    const [image] = entry.outputs[6].images
    expect(image).toEqual({ filename: 'api_00001_.png', subfolder: '', type: 'output' })
    expect(client.messages.find(({ type }) => type === 'executed')!.data).toEqual({
      node: '6',
      display_node: '6',
      output: { images: [image] },
      prompt_id: id,
    })
    const picture = await server.ask(`/api/view?${new URLSearchParams(image)}`)
    const bytes = Buffer.from(await picture.arrayBuffer())
    expect(picture.headers.get('content-type')).toBe('image/png')
    expect(bytes.includes('"class_type"') && bytes.includes('"widgets_values"')).toBe(true)
    client.close()
  })

  test('may hold values where other prompts have wires, as in ComfyUI', async () => {
    const switched = {
      1: { class_type: 'ComfySwitchNode', inputs: { switch: false, on_false: 'a red fox', on_true: 3 } },
      2: { class_type: 'PreviewAny', inputs: { source: ['1', 0] } },
      3: { class_type: 'PreviewAny', inputs: { source: 7 } },
    }
    const client = await connect(server.port, 'literal')
    await server.tell('/prompt', { prompt: switched, client_id: 'literal' })
    await client.until(({ type, data }) => type === 'executing' && data.node === null)
    const shown = client.messages.filter(({ type }) => type === 'executed').map(({ data }) => [data.node, data.output])
    expect(Object.fromEntries(shown)).toEqual({ 2: { text: ['a red fox'] }, 3: { text: ['7'] } })
    client.close()
  })

  test('is in the windows of the editor, and what a window runs is in queue and history of clients', async () => {
    const window = seen(server.editor)
    const { prompt_id: id } = (await server.tell('/prompt', { prompt: prompt(2) })).body
    await ended(id)
    expect(window.events).toContain('recorded')
    const [record] = server.editor.parts.store.runs.list({ limit: 1 })
    expect(record).toMatchObject({ id, title: 'API prompt', document: null })
    // A window opens the prompt as a document.
    const text = await window.handlers['history:workflow'](id)
    expect(JSON.parse(text).nodes.map(({ type }: { type: string }) => type)).toContain('KSampler')

    const other = await connect(server.port)
    const run = server.editor.parts.runs.start({ title: 'mine', text: JSON.stringify(workflow), document: null })
    await other.until(({ type, data }) => type === 'executing' && data.node === null && data.prompt_id === run.id)
    const entry = (await read(`/history/${run.id}`))[run.id]
    expect(Object.values(entry.prompt[2]).map(node => (node as { class_type: string }).class_type)).toContain(
      'CLIPTextEncode',
    )
    window.close()
    other.close()
  })
})

function seen({ openWindow }: Editor) {
  const events: string[] = []
  return { events, ...openWindow(event => events.push(event)) }
}
