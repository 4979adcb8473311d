import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { acceptCodes, createCode, readSecret } from '../../../server/http/secret.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'secret-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('the secret stays the same, and only the user can read it', async () => {
  const secret = await readSecret(folder)
  expect(secret).toMatch(/^[\w-]{32}$/)
  expect(await readSecret(folder)).toBe(secret)
  expect(statSync(join(folder, 'secret')).mode & 0o777).toBe(0o600)
})

test('a secret that others could read is replaced', async () => {
  const secret = await readSecret(folder)
  chmodSync(join(folder, 'secret'), 0o644)
  expect(await readSecret(folder)).not.toBe(secret)
  expect(statSync(join(folder, 'secret')).mode & 0o777).toBe(0o600)
})

test('a code is accepted once, for a minute, and only with the secret that made it', () => {
  let now = 1e12
  const accepts = acceptCodes('secret', () => now)
  const [first, second] = [createCode('secret', now), createCode('secret', now)]
  expect(accepts(first)).toBe(true)
  expect(accepts(first)).toBe(false)
  now += 59_000
  expect(accepts(first)).toBe(false)
  expect(accepts(createCode('secret', now - 59_000))).toBe(true)
  now += 2000
  expect(accepts(second)).toBe(false)
  expect(accepts(createCode('another', now))).toBe(false)
  for (const wrong of ['', '..', 'secret', `${first}x`, first.replace(/^./, 'z')]) expect(accepts(wrong)).toBe(false)
})
