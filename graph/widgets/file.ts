import { isObject } from '../json.ts'
import { firstThree } from './choice.ts'
import { textOf } from './python-values.ts'
import type { Help, WidgetBase, WidgetKind } from './widget-kind.ts'

/** A file that was found; see engine/checkpoint/files/file-ref.ts. */
export interface FileRef {
  readonly name: string
  readonly path: string
  readonly fingerprint: string
  readonly members?: readonly FileRef[]
}

/** A combo over the files of one model folder; `run` receives the file, found and fingerprinted. */
export interface FileWidget extends WidgetBase<'file', FileRef> {
  /** ComfyUI's folder key: `checkpoints`, `loras`, `vae`, `input` … */
  readonly folder: string
  /** Shows an upload button (LoadImage), which adds one entry to `widgets_values`. */
  readonly upload?: boolean
  /** A choice that names no file: the input is then absent. */
  readonly none?: string
}

export const file = (
  folder: string,
  options: Pick<Partial<FileWidget>, 'upload' | 'none'> & Help = {},
): FileWidget => ({
  kind: 'file',
  folder,
  ...options,
})

export const isFile = (port: { readonly kind: string }): port is FileWidget => port.kind === 'file'

export const fileKind: WidgetKind<FileWidget> = {
  wire: 'COMBO',
  initial: () => undefined,
  // Custom Scripts' loaders save a name with its picture: `{ content, image }`.
  read: (_, value, refuse) =>
    textOf(isObject(value) && value.content !== undefined ? value.content : value) ??
    refuse({ expected: 'a file name' }),
  describe: ({ upload }) => (upload ? { image_upload: true } : {}),
  choices: ({ folder, none }, filesOf) => [...(none === undefined ? [] : [none]), ...filesOf(folder)],
  series: { given: 'ticks', suggest: (_, present, names) => firstThree(present, names) },
}
