import { resolve } from 'node:path'

/**
 * The files that the user chose: in a dialog, on the command line, through the system, or from a list of this program. The page
 * may open and save these and no others.
 *
 * @param earlier  those of this session and earlier ones that were opened or saved
 */
export function chosenFiles(earlier: () => Promise<readonly string[]>) {
  const chosen = new Set<string>()
  const isChosen = async (path: string) => chosen.has(path) || (await earlier()).includes(path)
  return {
    trust(paths: Iterable<string>): void {
      for (const path of paths) chosen.add(resolve(path))
    },
    isChosen,
    /** @throws Error that says how to choose it */
    async mustBeChosen(path: string): Promise<void> {
      if (!(await isChosen(path)))
        throw new Error(`${path} was not opened here; open it with File › Open, or save under a new name.`)
    },
  }
}

export type ChosenFiles = ReturnType<typeof chosenFiles>
