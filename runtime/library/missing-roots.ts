import { readdir } from 'node:fs/promises'

/** A sentence for each directory, named by the user, that is not there or cannot be read. */
export async function missingRoots(directories: readonly string[]): Promise<string[]> {
  const sentences = await Promise.all(
    directories.map(directory =>
      readdir(directory).then(
        () => null,
        (error: NodeJS.ErrnoException) =>
          `the folder ${directory} ${reasons[error.code ?? ''] ?? `cannot be read (${error.code})`}; it is ignored`,
      ),
    ),
  )
  return sentences.filter(sentence => sentence !== null)
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  ENOTDIR: 'is a file, not a folder',
  EACCES: 'may not be read',
}
