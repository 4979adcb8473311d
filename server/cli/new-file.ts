import { isThere } from '../../runtime/is-there.ts'

/** Refuses to write over a file that is there, unless the user asked for it with --force. @throws Error */
export async function refuseToReplace(out: string, force: boolean): Promise<void> {
  if (!force && (await isThere(out)))
    throw new Error(`${out} exists already; --out names another file, --force replaces it`)
}
