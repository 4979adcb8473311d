import { EventEmitter } from 'node:events'
import { expect, test, vi } from 'vitest'
import type { LogLine } from '../../../runtime/contract/editor-events.ts'
import { createLog } from '../../../runtime/editor/log.ts'
import { type Channel, followOutput } from '../../../runtime/engine-process/channel.ts'

/** A log that follows a process with two outputs. */
function followed() {
  const sent: LogLine[] = []
  const log = createLog(lines => sent.push(...lines))
  const [stdout, stderr] = [new EventEmitter(), new EventEmitter()]
  const output = followOutput({ stdout, stderr })
  log.follow({ onOutput: output.onOutput } as Channel)
  const texts = () => log.lines().map(({ level, text }) => `${level} ${text}`)
  return { log, sent, texts, output, stdout, stderr }
}

test('lines of the engine are logged whole, with their level, also when they arrive in pieces', async () => {
  const { sent, log, texts, output, stdout, stderr } = followed()
  stdout.emit('data', Buffer.from('loading the mo'))
  stderr.emit(
    'data',
    Buffer.from('2026 [W:onnxruntime:, session.cc] slow\r\n\n2026 [E:onnxruntime:] failed\nout of me'),
  )
  stdout.emit('data', Buffer.from('del\n'))
  expect(texts()).toEqual([
    'warn 2026 [W:onnxruntime:, session.cc] slow',
    'error 2026 [E:onnxruntime:] failed',
    'info loading the model',
  ])
  stderr.emit('data', Buffer.from('mory'))
  // The last line before a crash may have no end.
  expect(output.last()).toBe('out of memory')
  await vi.waitFor(() => expect(sent).toEqual(log.lines()))
})

test('what happens to the engine and to runs stands between its lines', () => {
  const { log, texts } = followed()
  log.engine({ state: 'starting', device: null, message: null })
  log.engine({ state: 'ready', device: 'cpu', message: null })
  log.run({ kind: 'notice', node: '3', message: 'The LoRA does not fit.' })
  log.run({ kind: 'run-end', status: 'failed', ms: 1234 })
  log.engine({ state: 'stopped', device: null, message: 'The engine stopped.' })
  expect(texts()).toEqual([
    'info The engine is starting.',
    'info The engine is ready on cpu.',
    'warn The LoRA does not fit. (node 3)',
    'info The run ended: failed, 1.2 s.',
    'error The engine stopped.',
  ])
})

test('the log is bounded, and so is a line', () => {
  const { log, stdout } = followed()
  for (let i = 1; i <= 2100; i++) stdout.emit('data', `${i}\n`)
  stdout.emit('data', `${'x'.repeat(100_000)}\n`)
  expect(log.lines()).toHaveLength(2000)
  expect(log.lines()[0]).toMatchObject({ text: '102', number: 102 })
  expect(log.lines().at(-1)!.text).toHaveLength(8000)
})
