/**
 * A file by path and by content; loader nodes pass it on instead of the file's bytes. Two refs with the same `fingerprint`
 * are the same file in the same state.
 */
export interface FileRef {
  /** As the user selected it, relative to its model folder: `sd15/dreamshaper_8.safetensors`. */
  readonly name: string
  /** Absolute, symbolic links resolved. */
  readonly path: string
  /** Changes when the file changes (size and modification time). */
  readonly fingerprint: string
  /** All files of a name that stands for several files: TAESD's encoder and decoder. */
  readonly members?: readonly FileRef[]
}
