import { expect, test } from 'vitest'
import { openStudio, textOf } from '../open-studio.ts'

const error = {
  node: '1',
  type: null,
  title: null,
  input: null,
  code: 'x',
  file: null,
  message: 'The disk is full.',
  stack: null,
}

/** Runs A, which fails while `front` is in front. */
async function fail(front: 'A' | 'B') {
  const { studio, tell } = openStudio({ 'run:start': () => 'run 1' })
  const [a, b] = ['A', 'B'].map(title => studio.documents.open({ title, path: null, text: textOf(['VAEDecode']) }))
  await a!.run()
  if (front === 'A') a!.show()
  else b!.show()
  tell('run', { run: 'run 1', event: { kind: 'error', error } })
  tell('run', { run: 'run 1', event: { kind: 'run-end', status: 'failed', ms: 1 } })
  return {
    a: a!,
    unseen: () => [...studio.failures.getState().unseen],
    notices: studio.notices.store.getState().notices,
  }
}

test('a run that fails behind another document marks its tab until it is shown, and a notice names it', async () => {
  const { a, unseen, notices } = await fail('B')
  expect(unseen()).toEqual([a.id])
  expect(notices).toMatchObject([{ tone: 'bad', message: 'The run of A failed: The disk is full.' }])
  notices[0]!.action!.run()
  expect(unseen()).toEqual([])
})

test('a run that fails in front shows its errors there and needs no mark', async () => {
  const { unseen, notices } = await fail('A')
  expect([unseen(), notices]).toEqual([[], []])
})
