import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openAccelerators } from '../../../runtime/accelerators/accelerators.ts'
import { thisMachine } from '../../../runtime/accelerators/packs.ts'

/** A user folder with a pack whose library cannot be loaded, although a verdict says that it passed. */
async function userFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'accelerators-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const pack = join(folder, 'accelerators', 'openvino-1.2.3')
  await mkdir(join(pack, 'libs'), { recursive: true })
  await writeFile(join(pack, 'libs', 'c.so'), 'text')
  const manifest = { name: 'openvino', version: '1.2.3', sha256: '', library: 'libs/c.so', bytes: { 'c.so': 4 } }
  await writeFile(join(pack, 'pack.json'), JSON.stringify(manifest))
  const times = { pack: { first: 100, next: 50 }, cpu: { first: 200, next: 150 } }
  const verdict = { passed: true, problems: [], machine: thisMachine(), times }
  await writeFile(join(pack, 'verdict.json'), JSON.stringify(verdict))
  return folder
}

test('packs are listed with what their test found, tested again, and removed; the engine uses what passed last', {
  timeout: 60_000,
}, async () => {
  const accelerators = await openAccelerators(await userFolder())
  const { processor, instructions, packs } = await accelerators.list()
  expect([typeof processor, instructions]).toEqual(['string', expect.stringMatching(/./)])
  expect(packs).toEqual([
    {
      name: 'openvino-1.2.3',
      isUsable: true,
      state: expect.stringMatching(/^passed its test, used; the first step .* 100 ms/),
    },
  ])
  expect(accelerators.believed.openvino).toMatchObject({ faster: true })

  const [tested] = (await accelerators.test('openvino-1.2.3')).packs
  expect(tested).toMatchObject({ isUsable: false, state: expect.stringContaining('could not be loaded from') })
  expect(accelerators.believed.openvino).toBeUndefined()

  expect((await accelerators.remove('openvino-1.2.3')).packs).toEqual([])
  await expect(accelerators.test('openvino-1.2.3')).rejects.toThrow('no pack is named openvino-1.2.3')
})

test('a pack that crashed is not used at once, not by programs that start later, and the settings say why', async () => {
  const folder = await userFolder()
  const accelerators = await openAccelerators(folder)
  const recorded = accelerators.distrust('openvino')
  expect(accelerators.believed.openvino).toBeUndefined()
  await recorded
  const later = await openAccelerators(folder)
  expect(later.believed.openvino).toBeUndefined()
  expect((await later.list()).packs[0]).toMatchObject({
    isUsable: false,
    state: expect.stringContaining('it ended the engine process during a run; test it again to use it'),
  })
})

test('a file that is not a known wheel is refused with the reason', async () => {
  const accelerators = await openAccelerators(await userFolder())
  await expect(accelerators.add('cat.whl', Buffer.from('PK'))).rejects.toThrow(
    'cat.whl is not a wheel of an accelerator',
  )
})
