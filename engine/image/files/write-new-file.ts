import { randomUUID } from 'node:crypto'
import { link, open, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { ImageError } from '../../errors.ts'

/**
 * Writes a file that does not exist yet: complete and on disk, or not at all. The bytes are written to a hidden file in the
 * same folder, which gets its name at the end: an incomplete file is never visible, and an existing one is never changed.
 *
 * @param durable  the file survives a power failure; previews need not wait for the disk
 * @returns false when a file `path` exists
 * @throws  ImageError when the folder cannot be written or the disk is full
 */
export async function writeNewFile(path: string, bytes: Uint8Array, durable = true): Promise<boolean> {
  const draft = join(dirname(path), `.${randomUUID()}.part`)
  try {
    await write(draft, bytes, durable)
    return await nameOnce(draft, path)
  } catch (cause) {
    throw unwritable(basename(path), dirname(path), cause)
  } finally {
    await rm(draft, { force: true }).catch(() => {})
  }
}

async function write(path: string, bytes: Uint8Array, durable: boolean): Promise<void> {
  const file = await open(path, 'wx')
  try {
    await file.writeFile(bytes)
    if (durable) await file.sync()
  } finally {
    await file.close()
  }
}

/**
 * Gives a file its name; false where the name exists. Only a hard link fails then; FAT and some network disks do not have hard
 * links.
 */
export async function nameOnce(draft: string, path: string): Promise<boolean> {
  try {
    await link(draft, path)
    return true
  } catch (error) {
    const code = codeOf(error)
    if (code === 'EEXIST') return false
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EISDIR', 'EMLINK'].includes(code)) throw error
  }
  if (await exists(path)) return false
  await rename(draft, path)
  return true
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

const codeOf = (error: unknown): string => String((error as NodeJS.ErrnoException | undefined)?.code ?? '')

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full. Free some space and run again',
  EDQUOT: 'your disk quota is used up. Free some space and run again',
  EFBIG: 'the file would be larger than this disk allows',
  EACCES: 'the folder is not writable. Choose another output folder or change its permissions',
  EPERM: 'the folder is not writable. Choose another output folder or change its permissions',
  EROFS: 'the disk is read-only. Choose another output folder',
  ENAMETOOLONG: 'the name is too long. Shorten filename_prefix',
  ENOENT: 'the folder does not exist any more, or the name has characters that this system does not allow',
  EINVAL: 'the name has characters that this system does not allow. Change filename_prefix',
  ENOTDIR: 'a part of the path is a file, not a folder. Change filename_prefix',
  EEXIST: 'a part of the path is a file, not a folder. Change filename_prefix',
}

/** The sentence a user reads when a picture, or the folder for it, could not be written. */
export function unwritable(picture: string, folder: string, cause: unknown): ImageError {
  const why = reasons[codeOf(cause)] ?? (cause instanceof Error ? cause.message : String(cause))
  return new ImageError(`${picture} was not saved in ${folder}: ${why}.`, { cause })
}
