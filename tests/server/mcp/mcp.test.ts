import { mkdtempSync, readFileSync } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { isAbsolute, join, resolve } from 'node:path'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'

const repository = resolve(import.meta.dirname, '../../..')
const read = (name: string) => readFileSync(join(repository, 'workflows', name), 'utf8')
const oneStep = read('hyper-sd-1-step.json')
const folder = mkdtempSync(join(tmpdir(), 'leapgraph-mcp-'))
const client = new Client({ name: 'a client of a test', version: '1' })

beforeAll(async () => {
  const args = [join(repository, 'server/main.ts'), 'mcp', '--device', 'cpu', '--threads', '1']
  await client.connect(new StdioClientTransport({ command: process.execPath, args, cwd: folder, stderr: 'ignore' }))
})
afterAll(async () => {
  await client.close()
  await rm(folder, { recursive: true, force: true })
})

interface Said {
  readonly type: string
  readonly text?: string
  readonly data?: string
  readonly mimeType?: string
}

async function call(name: string, given: Record<string, unknown>, options: Parameters<Client['callTool']>[2] = {}) {
  const { content, isError = false } = await client.callTool({ name, arguments: given }, undefined, options)
  return { content: content as Said[], text: (content as Said[])[0]?.text ?? '', isError }
}
const small = { '3.width': 64, '3.height': 64 }

test('the client finds the tools', async () => {
  const { tools } = await client.listTools()
  expect(tools.map(({ name }) => name)).toEqual([
    ...['list_nodes', 'list_models', 'check_workflow', 'explain_workflow', 'run_workflow', 'get_picture'],
  ])
})

test('node types are listed, few of them with their inputs', async () => {
  const { text } = await call('list_nodes', { text: 'EmptyLatentImage' })
  expect(JSON.parse(text).EmptyLatentImage.input.required.width[0]).toBe('INT')
  expect((await call('list_nodes', {})).text).toContain('\nKSampler  ')
  expect(await call('list_nodes', { text: 'nothing has this name' })).toMatchObject({ isError: true })
})

test('models are listed by their folder; an unknown folder is refused with those there are', async () => {
  expect(JSON.parse((await call('list_models', {})).text).checkpoints).toContain('micro-sd.safetensors')
  expect((await call('list_models', { folder: 'output' })).text).toMatch(/no kind of model folder 'output'; there are/)
})

test('a workflow is checked and explained', async () => {
  expect((await call('check_workflow', { workflow: oneStep })).text).toContain('everything it needs is here')
  const { text } = await call('explain_workflow', { workflow: JSON.parse(oneStep) })
  expect(text).toMatch(/ckpt_name: "micro-sd\.safetensors"/)
  expect(text).toMatch(/model: output 0 of node \d+ \(/)
})

test('a run reports its progress and answers with its picture, which can be had again, smaller', async () => {
  const seen: number[] = []
  const { text, content, isError } = await call(
    'run_workflow',
    { workflow: oneStep, values: { ...small, 'SamplerCustom.noise_seed': '18446744073709551615' } },
    { onprogress: ({ progress }) => seen.push(progress) },
  )
  expect(isError).toBe(false)
  expect(text).toContain('18446744073709551615')
  expect(seen.length).toBeGreaterThan(2)
  expect(seen).toEqual(seen.toSorted((a, b) => a - b))
  const [{ path }] = JSON.parse(text).outputs
  expect(isAbsolute(path)).toBe(true)
  expect((await stat(path)).size).toBeGreaterThan(0)
  expect(content[1]).toMatchObject({ type: 'image', mimeType: 'image/webp' })
  expect(await sharp(Buffer.from(content[1]!.data!, 'base64')).metadata()).toMatchObject({ width: 64, height: 64 })
  const again = await call('get_picture', { path, size: 32 })
  expect(await sharp(Buffer.from(again.content[0]!.data!, 'base64')).metadata()).toMatchObject({ width: 32 })
})

test('a run that the client cancels ends, and the next one runs', async () => {
  const stop = new AbortController()
  const running = call(
    'run_workflow',
    { workflow: read('base-20-steps-cfg.json') },
    { signal: stop.signal, onprogress: () => stop.abort() },
  )
  await expect(running).rejects.toThrow()
  expect(await call('run_workflow', { workflow: oneStep, values: small })).toMatchObject({ isError: false })
})

test.each([
  ['text that is not a workflow', 'check_workflow', { workflow: 'hello' }, /workflow|JSON/],
  [
    'a value out of range',
    'run_workflow',
    { workflow: oneStep, values: { '3.width': -8 } },
    /input width: expected 16/,
  ],
  ['a node that is not there', 'run_workflow', { workflow: oneStep, values: { 'Gone.x': 1 } }, /no node 'Gone'/],
  ['a picture outside its folder', 'get_picture', { path: '/etc/passwd' }, /is outside the folder of its pictures/],
  ['a picture that is not there', 'get_picture', { path: 'gone.png' }, /There is no such picture/],
])('%s: one sentence, without a stack', async (_, name, given, sentence) => {
  const { text, isError } = await call(name, given)
  expect(isError).toBe(true)
  expect(text).toMatch(sentence)
  expect(text.trim()).not.toContain('\n')
})
