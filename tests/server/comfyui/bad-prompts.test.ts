import { afterAll, beforeAll, expect, test } from 'vitest'
import { prompt, startServer } from './server.ts'

let server: Awaited<ReturnType<typeof startServer>>
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.close())

/** The prompt with other inputs of one node. */
const changed = (node: '1' | '4' | '5', inputs: object, part = prompt()) => ({
  ...part,
  [node]: { ...part[node], inputs: { ...part[node].inputs, ...inputs } },
})
const told = (body: unknown) => server.tell('/prompt', body)

test('no prompt, a prompt without outputs and a wrong id are refused with the types that ComfyUI gives', async () => {
  const typeOf = async (body: unknown) => {
    const answer = await told(body)
    return [answer.status, answer.body.error.type]
  }
  expect(await typeOf({})).toEqual([400, 'no_prompt'])
  expect(await typeOf({ prompt: {} })).toEqual([400, 'prompt_no_outputs'])
  expect(await typeOf({ prompt: 'text' })).toEqual([400, 'invalid_prompt'])
  expect(await typeOf([])).toEqual([400, 'invalid_request'])
  expect(await typeOf({ prompt: prompt(), prompt_id: 'mine' })).toEqual([400, 'invalid_prompt_id'])
  const broken = await server.ask('/prompt', { method: 'POST', body: '{"prompt": ' })
  expect(broken.status).toBe(400)
})

test('an unknown class refuses the whole prompt, and names the node', async () => {
  const { status, body } = await told({ prompt: { ...prompt(), 9: { class_type: 'NoSuchNode', inputs: {} } } })
  expect(status).toBe(400)
  expect(body).toEqual({
    error: {
      type: 'missing_node_type',
      message: "Node 'NoSuchNode' is not known here.",
      details: "Node ID '#9'",
      extra_info: { node_id: '9', class_type: 'NoSuchNode', node_title: 'NoSuchNode' },
    },
    node_errors: {},
  })
})

test.each([
  ['4', { cfg: 999 }, 'value_bigger_than_max'],
  ['4', { steps: 0 }, 'value_smaller_than_min'],
  ['4', { sampler_name: 'eulr' }, 'value_not_in_list'],
  ['4', { steps: null }, 'invalid_input_type'],
  ['4', { model: ['1'] }, 'bad_linked_input'],
  ['4', { model: ['3', 0] }, 'return_type_mismatch'],
  ['5', { samples: undefined }, 'required_input_missing'],
  ['1', { ckpt_name: 'no-such.safetensors' }, 'value_not_in_list'],
] as const)('input of node %s as %j is %s, with a sentence of ours', async (node, inputs, type) => {
  const { status, body } = await told({ prompt: changed(node, inputs) })
  expect(status).toBe(400)
  expect(body.error.type).toBe('prompt_outputs_failed_validation')
  const { errors, dependent_outputs } = body.node_errors[node]
  expect(dependent_outputs).toEqual(['6'])
  expect(errors[0]).toMatchObject({ type, extra_info: { input_name: Object.keys(inputs)[0] } })
  expect(errors[0].details).toContain(`(node ${node})`)
  expect(body.error.details).toBe(errors[0].details)
})

test('a picture that is not there is what the node itself refuses', async () => {
  const load = { class_type: 'LoadImage', inputs: { image: 'gone.png' } }
  const { body } = await told({ prompt: { 1: load, 2: { class_type: 'PreviewImage', inputs: { images: ['1', 0] } } } })
  expect(body.node_errors[1].errors[0].type).toBe('custom_validation_failed')
})

test('an output that can run is run although another one cannot', async () => {
  const bad = {
    7: { class_type: 'VAEDecode', inputs: { samples: ['4', 0] } },
    8: { class_type: 'PreviewImage', inputs: { images: ['7', 0] } },
  }
  const { status, body } = await told({ prompt: { ...prompt(), ...bad } })
  expect([status, body.node_errors[7].dependent_outputs]).toEqual([200, ['8']])
  await expect
    .poll(async () => (await server.read(`/history/${body.prompt_id}`))[body.prompt_id], { timeout: 60_000 })
    .toBeTruthy()
  const entry = (await server.read(`/history/${body.prompt_id}`))[body.prompt_id]
  expect(entry.status.status_str).toBe('success')
  expect(entry.prompt[4]).toEqual(['6'])
})

test('a hostile prompt is refused and leaves the server running', async () => {
  const proto =
    '{"prompt": {"__proto__": {"class_type": "SaveImage", "inputs": {}}, "constructor": {"class_type": "toString", "inputs": {}}}}'
  expect((await server.ask('/prompt', { method: 'POST', body: proto })).status).toBe(400)
  const circle = {
    1: { class_type: 'ImageInvert', inputs: { image: ['1', 0] } },
    2: { class_type: 'PreviewImage', inputs: { images: ['1', 0] } },
  }
  expect((await told({ prompt: circle })).body.node_errors[1].errors[0].type).toBe('dependency_cycle')
  const deep = `{"prompt": ${'['.repeat(100_000)}`
  expect((await server.ask('/prompt', { method: 'POST', body: deep })).status).toBe(400)
  expect((await server.read('/prompt')).exec_info.queue_remaining).toBe(0)
})
