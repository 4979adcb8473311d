import { resolve } from 'node:path'
import type { SettingsChange } from '../../store/settings-store.ts'
import type { Shell } from '../page/shell.ts'

/**
 * The folders of models and of pictures that a person chose: in a dialog of the program, on the command line, or in an earlier
 * change of the settings. A window that sends another one is not enough, since its script may have been replaced: the shell asks
 * the person outside of the page.
 *
 * @param listed  those of the command line and of the present settings
 */
export function chosenFolders(shell: Shell, listed: () => readonly string[]) {
  const chosen = new Set<string>()
  const isChosen = (folder: string) => chosen.has(folder) || listed().some(each => resolve(each) === folder)

  return {
    /** Asks with the system's dialog; null when cancelled. */
    async pick(): Promise<string | null> {
      const folder = await shell.pickFolder()
      if (folder !== null) chosen.add(resolve(folder))
      return folder
    },
    /** The folders in a change that nobody chose yet. */
    unknown({ modelFolders = [], outputFolder = '' }: SettingsChange): NamedFolder[] {
      const named = modelFolders.map(folder => ({ folder, use: 'models' as const }))
      const all = outputFolder === '' ? named : [...named, { folder: outputFolder, use: 'pictures' as const }]
      return all.map(each => ({ ...each, folder: resolve(each.folder) })).filter(({ folder }) => !isChosen(folder))
    },
    /** @throws Error that names the folder which the person does not confirm */
    async confirm(folders: readonly NamedFolder[]): Promise<void> {
      for (const { folder, use } of folders) {
        if (!isChosen(folder) && !(await shell.confirmFolder(folder, use)))
          throw new Error(`${folder} is not used: it was not confirmed.`)
        chosen.add(folder)
      }
    },
  }
}

export interface NamedFolder {
  /** Absolute. */
  readonly folder: string
  readonly use: 'models' | 'pictures'
}
