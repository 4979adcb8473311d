import { randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import { type PackDevice, type Packs, packDevices } from '../../engine/runtime/device.ts'
import { AcceleratorError } from './accelerator-error.ts'
import { knownWheels } from './known-wheels.ts'
import { checkSystem, deviceOf, isLibrary, isLicence, isLoaded, isPackWheel, sha256Of, wheelName } from './wheel.ts'
import { openZip, type Zip } from './zip.ts'

/** The first step makes the session. */
const stepTimes = z.object({ first: z.number(), next: z.number() })
export type StepTimes = z.infer<typeof stepTimes>

const decibels = z.object({ median: z.number(), worst: z.number() })

export const verdict = z.object({
  passed: z.boolean(),
  /** What differs, or why nothing could be measured; empty where all is well. */
  problems: z.array(z.string()),
  /** The machine that it was tested on: another one tests again. */
  machine: z.string(),
  /** Milliseconds of steps of the small model for trying out, through OpenVINO and through ONNX Runtime, in one run. */
  times: z.object({ pack: stepTimes, cpu: stepTimes }),
  /** How far pictures in bfloat16 are from float32 (precision-gate.ts); absent where the processor has no instructions for it. */
  bfloat16: z.object({ pictures: decibels, decoder: decibels }).optional(),
})
export type Verdict = z.infer<typeof verdict>
export const notMeasured: Verdict['times'] = { pack: { first: 0, next: 0 }, cpu: { first: 0, next: 0 } }

const manifest = z.object({
  name: z.string(),
  version: z.string(),
  sha256: z.string(),
  device: z.enum(packDevices).default('openvino'),
  /** The path of libopenvino_c, or of the execution provider, in the pack's folder. */
  library: z.string().regex(/^libs\/[^/\\]+$/),
  /** The bytes of each library: the system ends a process that loads one that was cut off. */
  bytes: z.record(z.string(), z.number()),
})

/** An installed pack. */
export interface Pack extends z.infer<typeof manifest> {
  readonly folder: string
  /** Absent until it was tested on this machine. */
  readonly verdict?: Verdict
}

const folderOf = (userFolder: string): string => join(userFolder, 'accelerators')

/** The processor and the system: what a test holds for. */
export const thisMachine = (): string => `${process.platform} ${process.arch} ${cpus()[0]?.model ?? ''}`.trim()

/** The installed packs. A folder that is not a pack is left out. */
export async function installedPacks(userFolder: string): Promise<Pack[]> {
  const names = await readdir(folderOf(userFolder)).catch(() => [])
  const packs = await Promise.all(names.toSorted().map(name => readPack(join(folderOf(userFolder), name))))
  return packs.filter(pack => pack !== undefined)
}

async function readPack(folder: string): Promise<Pack | undefined> {
  const found = manifest.safeParse(await readJson(join(folder, 'pack.json')))
  if (!found.success) return undefined
  const damage = await damageOf(folder, found.data.bytes)
  if (damage) {
    const damaged = { passed: false, problems: [damage], machine: thisMachine(), times: notMeasured }
    return { ...found.data, folder, verdict: damaged }
  }
  const tested = verdict.safeParse(await readJson(join(folder, 'verdict.json')))
  const holds = tested.success && tested.data.machine === thisMachine()
  return { ...found.data, folder, ...(holds && { verdict: tested.data }) }
}

/** What is wrong with the files of a pack, as a sentence. */
async function damageOf(folder: string, bytes: Pack['bytes']): Promise<string | undefined> {
  for (const [name, expected] of Object.entries(bytes)) {
    const size = await stat(join(folder, 'libs', name)).then(
      ({ size }) => size,
      () => 0,
    )
    if (size !== expected)
      return `it is damaged: ${name} has ${size} bytes, expected ${expected}; remove the pack and add it again`
  }
  return undefined
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch {
    return undefined
  }
}

/** The pack that sessions may use for each device: it passed its test on this machine. */
export async function believedPacks(userFolder: string): Promise<Packs> {
  const packs = await installedPacks(userFolder)
  const believed = packDevices.flatMap(device => {
    const pack = believedOn(device, packs)
    if (!pack?.verdict) return []
    const { folder, library, verdict } = pack
    const [faster, rounds, cache] = [isFaster(verdict), passesGate(verdict), join(folder, 'compiled')]
    return [[device, { library: join(folder, library), faster, rounds, cache }]]
  })
  return Object.fromEntries(believed)
}

const believedOn = (device: PackDevice, packs: readonly Pack[]): Pack | undefined =>
  packs.find(pack => pack.device === device && pack.verdict?.passed)

/** Whether four steps, the making of the session included, are clearly faster: only then is a pack used without being asked for. */
export const isFaster = ({ times: { pack, cpu } }: Verdict): boolean => fourSteps(pack) < 0.9 * fourSteps(cpu)
const fourSteps = ({ first, next }: StepTimes): number => first + 3 * next

/** Whether bfloat16 is used without being asked for. */
export const passesGate = ({ bfloat16 }: Verdict): boolean =>
  bfloat16 !== undefined &&
  bfloat16.pictures.median >= 35 &&
  bfloat16.pictures.worst >= 31 &&
  bfloat16.decoder.median >= 55

export const saveVerdict = (pack: Pack, verdict: Verdict): Promise<void> =>
  writeFile(join(pack.folder, 'verdict.json'), JSON.stringify(verdict, null, 2))

/** Keeps the pack that sessions used on a device from being used again until it is tested, since it ended the engine process. */
export async function distrustPack(userFolder: string, device: PackDevice): Promise<void> {
  const pack = believedOn(device, await installedPacks(userFolder))
  if (!pack?.verdict) return
  const problems = ['it ended the engine process during a run; test it again to use it']
  await saveVerdict(pack, { ...pack.verdict, passed: false, problems })
  await rm(join(pack.folder, 'compiled'), { recursive: true, force: true })
}

/** What is shown before and after an installation. */
export interface Added {
  readonly pack: Pack
  readonly licence: string
}

/**
 * Unpacks the libraries of a wheel into the user's folder.
 *
 * @param path   a wheel, or a folder with one
 * @param trust  the SHA-256 of a wheel that is not in the table of known ones, from whoever is trusted with it
 * @throws AcceleratorError
 */
export async function addPack(userFolder: string, path: string, trust?: string): Promise<Added> {
  const wheel = await findWheel(path)
  const { name, version, ...platform } = wheelName(wheel)
  checkSystem({ name, version, ...platform })
  const sha256 = await sha256Of(wheel)
  checkKnown(basename(wheel), sha256, trust)
  const zip = await openZip(wheel)
  const target = join(folderOf(userFolder), `${name}-${version}`)
  const unfinished = `${target}.${randomUUID()}`
  try {
    const { licence, ...unpacked } = await unpack(zip, unfinished)
    const pack = { name, version, sha256, device: deviceOf(name), ...unpacked }
    await writeFile(join(unfinished, 'pack.json'), JSON.stringify(pack, null, 2))
    await rm(target, { recursive: true, force: true })
    await rename(unfinished, target)
    return { pack: { ...pack, folder: target }, licence }
  } finally {
    await zip.close()
    await rm(unfinished, { recursive: true, force: true })
  }
}

/** @throws AcceleratorError when no pack has this name */
export async function removePack(userFolder: string, name: string): Promise<Pack> {
  const packs = await installedPacks(userFolder)
  const pack = packs.find(each => each.name === name || basename(each.folder) === name)
  if (!pack) throw new AcceleratorError(`no pack is named ${name}; ${namesOf(packs)}`)
  await rm(pack.folder, { recursive: true, force: true })
  return pack
}

const namesOf = (packs: readonly Pack[]): string =>
  packs.length > 0 ? `there are ${packs.map(({ folder }) => basename(folder)).join(', ')}` : 'none is installed'

async function findWheel(path: string): Promise<string> {
  const found = await stat(path).catch(cause => {
    throw new AcceleratorError(`${path} does not exist or cannot be read`, { cause })
  })
  if (!found.isDirectory()) return path
  const wheels = (await readdir(path)).filter(name => isPackWheel(name))
  if (wheels.length !== 1)
    throw new AcceleratorError(
      `${path} holds ${wheels.length} wheels of accelerators; expected one (openvino-….whl, onnxruntime_ep_….whl)`,
    )
  return join(path, wheels[0]!)
}

function checkKnown(name: string, sha256: string, trust: string | undefined): void {
  const known = knownWheels[name]
  if (known === sha256 || trust?.toLowerCase() === sha256) return
  if (known !== undefined)
    throw new AcceleratorError(`${name} is damaged or was changed: its SHA-256 is ${sha256}, expected ${known}`)
  throw new AcceleratorError(
    `${name} is not in the table of known wheels; compare its SHA-256, ${sha256}, with the one on pypi.org and add it with --trust SHA256`,
  )
}

async function unpack(
  zip: Zip,
  folder: string,
): Promise<Pick<Pack, 'library' | 'bytes'> & { readonly licence: string }> {
  const libraries = zip.entries.filter(({ name }) => isLibrary(name))
  const api = libraries.find(({ name }) => isLoaded(name))
  if (!api)
    throw new AcceleratorError('the wheel has neither the C API of OpenVINO (libopenvino_c) nor an execution provider')
  await mkdir(join(folder, 'libs'), { recursive: true })
  const bytes: Record<string, number> = {}
  for (const entry of libraries) {
    const library = await zip.read(entry)
    bytes[basename(entry.name)] = library.length
    await writeFile(join(folder, 'libs', basename(entry.name)), library)
  }
  let licence = ''
  for (const entry of zip.entries.filter(({ name }) => isLicence(name))) {
    const text = await zip.read(entry)
    const at = join(folder, 'licences', entry.name.slice(entry.name.indexOf('/licenses/') + '/licenses/'.length))
    if (!at.startsWith(folder) || entry.name.includes('..')) continue
    await mkdir(dirname(at), { recursive: true })
    await writeFile(at, text)
    if (basename(entry.name) === 'LICENSE') licence = text.toString('utf8')
  }
  return { library: `libs/${basename(api.name)}`, bytes, licence }
}
