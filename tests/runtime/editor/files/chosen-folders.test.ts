import { resolve } from 'node:path'
import { expect, test, vi } from 'vitest'
import { chosenFolders } from '../../../../runtime/editor/files/chosen-folders.ts'
import { browserShell } from '../../../../runtime/editor/page/shell.ts'
import type { SettingsChange } from '../../../../runtime/store/settings-store.ts'

const [listed, picked, named] = [resolve('/listed'), resolve('/picked'), resolve('/named')]

function program(answer: boolean) {
  const confirmFolder = vi.fn(async () => answer)
  const shell = { ...browserShell, confirmFolder, pickFolder: async () => picked }
  const { pick, unknown, confirm } = chosenFolders(shell, () => [listed])
  return { confirmFolder, pick, mustBeChosen: (part: SettingsChange) => confirm(unknown(part)) }
}

test('asks for no folder that is listed already or was picked in a dialog', async () => {
  const { confirmFolder, mustBeChosen, pick } = program(false)
  await expect(mustBeChosen({ modelFolders: [picked] })).rejects.toThrow(`${picked} is not used`)
  await pick()
  confirmFolder.mockClear()
  await mustBeChosen({ modelFolders: [listed, picked], outputFolder: '' })
  expect(confirmFolder).not.toHaveBeenCalled()
})

test('asks once for a folder that a page names, and says what it is for', async () => {
  const { confirmFolder, mustBeChosen } = program(true)
  await mustBeChosen({ outputFolder: named })
  await mustBeChosen({ outputFolder: named, modelFolders: [named] })
  expect(confirmFolder.mock.calls).toEqual([[named, 'pictures']])
})
