import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32, deflateRawSync } from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import {
  addPack,
  believedPacks,
  distrustPack,
  installedPacks,
  removePack,
  saveVerdict,
  thisMachine,
} from '../../../runtime/accelerators/packs.ts'
import { testPack } from '../../../runtime/accelerators/test-pack.ts'
import { verdictInWords } from '../../../runtime/accelerators/verdict-in-words.ts'
import { checkSystem, isLibrary, sha256Of, wheelName } from '../../../runtime/accelerators/wheel.ts'

const folder = mkdtempSync(join(tmpdir(), 'accelerators-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** A zip file of deflated entries (APPNOTE.TXT 4.3). */
function zipOf(contents: Readonly<Record<string, string>>): Buffer {
  const locals: Buffer[] = []
  const central: Buffer[] = []
  let offset = 0
  for (const [name, text] of Object.entries(contents)) {
    const packed = deflateRawSync(text)
    const shared = Buffer.alloc(26)
    for (const [at, value] of [
      [10, crc32(text)],
      [14, packed.length],
      [18, text.length],
    ] as const)
      shared.writeUInt32LE(value, at)
    shared.writeUInt16LE(8, 4)
    shared.writeUInt16LE(name.length, 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), shared, Buffer.from(name), packed])
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(offset, 10)
    central.push(Buffer.concat([Buffer.from('PK\x01\x02\x00\x00'), shared, rest, Buffer.from(name)]))
    locals.push(local)
    offset += local.length
  }
  const directory = Buffer.concat(central)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(central.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...locals, directory, end])
}

const tags: Readonly<Record<string, string>> = {
  'linux x64': 'manylinux_2_28_x86_64',
  'linux arm64': 'manylinux_2_31_aarch64',
  'win32 x64': 'win_amd64',
  'darwin arm64': 'macosx_11_0_arm64',
  'darwin x64': 'macosx_10_15_x86_64',
}
const name = `openvino-1.2.3-7-cp311-cp311-${tags[`${process.platform} ${process.arch}`]}.whl`
const contents = {
  'openvino/libs/libopenvino_c.so.123': 'not a library',
  'openvino/libs/libopenvino.so.123': 'x'.repeat(1000),
  'openvino/libs/libopenvino_intel_gpu_plugin.so': 'too much',
  'openvino/__init__.py': 'python',
  'openvino-1.2.3.dist-info/licenses/LICENSE': 'Apache License',
  'openvino-1.2.3.dist-info/licenses/licensing/parts.txt': 'others',
}

/** A wheel in a folder of its own. */
function wheel(bytes: Buffer = zipOf(contents), file = name): string {
  const at = mkdtempSync(join(folder, 'wheel-'))
  writeFileSync(join(at, file), bytes)
  return join(at, file)
}
const user = () => mkdtempSync(join(folder, 'user-'))
const added = async (to: string) => {
  const path = wheel()
  return addPack(to, path, await sha256Of(path))
}

test('a wheel is installed with the libraries that are needed and its licences, and removed by name', async () => {
  const to = user()
  const { pack, licence } = await added(to)
  expect(licence).toBe('Apache License')
  expect(readdirSync(join(pack.folder, 'libs')).toSorted()).toEqual(['libopenvino.so.123', 'libopenvino_c.so.123'])
  expect(readFileSync(join(pack.folder, 'licences/licensing/parts.txt'), 'utf8')).toBe('others')
  expect(readFileSync(join(pack.folder, pack.library), 'utf8')).toBe('not a library')
  expect(await installedPacks(to)).toEqual([pack])
  await removePack(to, 'openvino')
  expect(await installedPacks(to)).toEqual([])
  await expect(removePack(to, 'openvino')).rejects.toThrow('no pack is named openvino; none is installed')
})

test('a folder with one wheel can be given, another folder is refused', async () => {
  const path = wheel()
  await addPack(user(), join(path, '..'), await sha256Of(path))
  await expect(addPack(user(), user())).rejects.toThrow(/holds 0 wheels of accelerators; expected one/)
  await expect(addPack(user(), join(folder, 'nothing'))).rejects.toThrow(/does not exist or cannot be read/)
})

test('a wheel that is not known is installed only with its SHA-256', async () => {
  await expect(addPack(user(), wheel())).rejects.toThrow(
    /is not in the table of known wheels; compare its SHA-256, \w{64}/,
  )
  await expect(addPack(user(), wheel(), 'ab'.repeat(32))).rejects.toThrow(/not in the table/)
})

test('a known name with other bytes is refused', async () => {
  const known = 'openvino-2026.4.0-22959-cp311-cp311-manylinux_2_28_x86_64.whl'
  if (`${process.platform} ${process.arch}` !== 'linux x64') return
  await expect(addPack(user(), wheel(zipOf(contents), known))).rejects.toThrow(/is damaged or was changed: its SHA-256/)
})

test.each([
  ['cut off', (bytes: Buffer) => bytes.subarray(0, bytes.length - 40)],
  ['empty', () => Buffer.alloc(0)],
  ['with a flipped byte', (bytes: Buffer) => Buffer.from(bytes.map((value, i) => (i === 70 ? value ^ 0xff : value)))],
  ['a text', () => Buffer.from('<html>not found</html>'.repeat(10))],
])('a wheel that is %s gives one sentence and leaves nothing behind', async (_, damage) => {
  const [to, path] = [user(), wheel(damage(zipOf(contents)))]
  await expect(addPack(to, path, await sha256Of(path))).rejects.toThrow(/the wheel is damaged: .*; download it again$/)
  expect(readdirSync(to, { recursive: true }).filter(each => each !== 'accelerators')).toEqual([])
})

test('a wheel without the C API is refused', async () => {
  const path = wheel(zipOf({ 'openvino/__init__.py': '' }))
  await expect(addPack(user(), path, await sha256Of(path))).rejects.toThrow(
    'the wheel has neither the C API of OpenVINO',
  )
})

test('a wheel for another system is refused with both systems', () => {
  const windows = wheelName('/downloads/openvino-2026.4.0-22959-cp313-cp313-win_amd64.whl')
  expect(windows).toEqual({ name: 'openvino', version: '2026.4.0', platform: 'win_amd64' })
  expect(() => checkSystem(windows, 'linux x64')).toThrow('this wheel is for win32 x64, but this machine is linux x64')
  for (const [system, tag] of Object.entries(tags)) checkSystem({ ...windows, platform: tag }, system)
  expect(() => wheelName('numpy-2.0.0-cp313-cp313-win_amd64.whl')).toThrow(/is not a wheel of an accelerator/)
})

test('the libraries of every system are recognised, and only the needed ones', () => {
  const needed = ['libopenvino_c.so.2640', 'openvino_c.dll', 'libopenvino_c.2640.dylib', 'libtbb.so.12', 'tbb12.dll']
  const others = ['cache.json', 'tbb.pc', 'libopenvino_intel_npu_plugin.so', 'libopenvino_paddle_frontend.so.2640']
  expect(needed.filter(file => !isLibrary(`openvino/libs/${file}`))).toEqual([])
  expect(others.filter(file => isLibrary(`openvino/libs/${file}`))).toEqual([])
})

test('a pack is believed only with a test that it passed on this machine, used unasked only where four steps are faster, and in bfloat16 only where pictures are near', async () => {
  const to = user()
  const { pack } = await added(to)
  expect((await believedPacks(to)).openvino).toBeUndefined()
  const times = (first: number, next: number) => ({ pack: { first, next }, cpu: { first: 110, next: 100 } })
  const passed = { passed: true, problems: [], machine: thisMachine(), times: times(200, 50) }
  await saveVerdict(pack, passed)
  const inPack = (path: string) => join(pack.folder, path)
  expect((await believedPacks(to)).openvino).toEqual({
    library: inPack(pack.library),
    faster: true,
    rounds: false,
    cache: inPack('compiled'),
  })
  await saveVerdict(pack, { ...passed, times: times(700, 50) })
  expect((await believedPacks(to)).openvino).toMatchObject({ faster: false })
  const near = { pictures: { median: 36, worst: 32 }, decoder: { median: 60, worst: 58 } }
  await saveVerdict(pack, { ...passed, bfloat16: near })
  expect((await believedPacks(to)).openvino).toMatchObject({ rounds: true })
  await saveVerdict(pack, { ...passed, bfloat16: { ...near, pictures: { median: 34.7, worst: 31.2 } } })
  expect((await believedPacks(to)).openvino).toMatchObject({ rounds: false })
  await saveVerdict(pack, { ...passed, machine: 'another one' })
  expect((await believedPacks(to)).openvino).toBeUndefined()
})

test('a pack that ended the engine process is not believed until it passes a test again, and what it compiled is removed', async () => {
  const to = user()
  const { pack } = await added(to)
  const times = { pack: { first: 1, next: 1 }, cpu: { first: 9, next: 9 } }
  const passed = { passed: true, problems: [], machine: thisMachine(), times }
  await saveVerdict(pack, passed)
  mkdirSync(join(pack.folder, 'compiled'))
  await distrustPack(to, 'openvino')
  expect((await believedPacks(to)).openvino).toBeUndefined()
  expect(verdictInWords((await installedPacks(to))[0]!.verdict)).toMatch(/not used\n {2}it ended the engine process/)
  expect(existsSync(join(pack.folder, 'compiled'))).toBe(false)
  await saveVerdict(pack, passed)
  expect((await believedPacks(to)).openvino).toBeDefined()
})

test('a pack with a library that was cut off is not believed, and the library is named', async () => {
  const to = user()
  const { pack } = await added(to)
  const times = { pack: { first: 1, next: 1 }, cpu: { first: 9, next: 9 } }
  await saveVerdict(pack, { passed: true, problems: [], machine: thisMachine(), times })
  expect((await believedPacks(to)).openvino).toBeDefined()
  truncateSync(join(pack.folder, 'libs/libopenvino.so.123'), 500)
  expect((await believedPacks(to)).openvino).toBeUndefined()
  expect((await installedPacks(to))[0]!.verdict).toMatchObject({
    passed: false,
    problems: ['it is damaged: libopenvino.so.123 has 500 bytes, expected 1000; remove the pack and add it again'],
  })
})

test('a folder that is not a pack is left out', async () => {
  const to = user()
  mkdirSync(join(to, 'accelerators/broken'), { recursive: true })
  writeFileSync(join(to, 'accelerators/broken/pack.json'), '{"name": 1')
  expect(await installedPacks(to)).toEqual([])
})

test('a library that cannot be loaded does not pass its test, and the reason is kept', {
  timeout: 120_000,
}, async () => {
  const to = user()
  const { pack } = await added(to)
  const verdict = await testPack(pack)
  expect(verdict.passed).toBe(false)
  expect(verdict.problems[0]).toMatch(/OpenVINO could not be loaded from /)
  expect((await installedPacks(to))[0]!.verdict).toEqual(verdict)
})
