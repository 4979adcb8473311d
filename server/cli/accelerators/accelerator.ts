import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { type Added, addPack, installedPacks, type Pack, removePack } from '../../../runtime/accelerators/packs.ts'
import { testPack } from '../../../runtime/accelerators/test-pack.ts'
import { verdictInWords } from '../../../runtime/accelerators/verdict-in-words.ts'
import { userFolder } from '../../http/user-folder.ts'
import { UsageError } from '../usage.ts'

const help = `expected one of
  leapgraph accelerator list
  leapgraph accelerator add FILE-or-FOLDER [--trust SHA256]
  leapgraph accelerator remove NAME
  leapgraph accelerator test`

/** `leapgraph accelerator`: the packs of this machine. @returns the exit code */
export async function accelerator(args: readonly string[]): Promise<number> {
  const { values, positionals } = parse(args)
  const [verb, operand, ...more] = positionals
  if (more.length > 0) throw new UsageError(help)
  if (verb === 'add' && operand !== undefined) return add(operand, values.trust)
  if (verb === 'remove' && operand !== undefined) return remove(operand)
  if (verb === 'list' && operand === undefined) return list()
  if (verb === 'test' && operand === undefined) return testAll()
  throw new UsageError(help)
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options: { trust: { type: 'string' } } })
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n${help}`, { cause: error })
  }
}

const say = (line: string): void => void process.stdout.write(`${line}\n`)

async function list(): Promise<number> {
  const packs = await installedPacks(userFolder())
  if (packs.length === 0) say('no pack is installed (docs/accelerators.md says which file to download)')
  for (const pack of packs) say(`${basename(pack.folder)}: ${verdictInWords(pack.verdict)}`)
  return 0
}

async function add(path: string, trust: string | undefined): Promise<number> {
  const { pack, licence }: Added = await addPack(userFolder(), path, trust)
  say(`${licence.trim()}\n\nSHA-256 ${pack.sha256}\ninstalled in ${pack.folder}`)
  return (await test(pack)) ? 0 : 1
}

async function remove(name: string): Promise<number> {
  say(`removed ${(await removePack(userFolder(), name)).folder}`)
  return 0
}

async function testAll(): Promise<number> {
  const packs = await installedPacks(userFolder())
  if (packs.length === 0) say('no pack is installed')
  let passed = true
  for (const pack of packs) passed = (await test(pack)) && passed
  return passed ? 0 : 1
}

async function test(pack: Pack): Promise<boolean> {
  say('testing: operators and the small model for trying out, against ONNX Runtime on the CPU …')
  const verdict = await testPack(pack)
  say(`${basename(pack.folder)}: ${verdictInWords(verdict)}`)
  return verdict.passed
}
