import type { Picture } from '../../../runtime/contract/run-event.ts'

/** The address of a picture that LoadImage names: `sub/cat.png` in the input folder, `cat.png [output]` in the output folder. */
export function inputAddress(named: string, thumb?: number): string {
  const [, name, type] = /^(.*) \[(input|output|temp)\]$/.exec(named) ?? [null, named, 'input']
  const cut = name!.lastIndexOf('/') + 1
  const subfolder = name!.slice(0, Math.max(0, cut - 1))
  return pictureAddress({ filename: name!.slice(cut), subfolder, type: type as 'input' }, thumb)
}

/** The picture that an address of `pictureAddress` shows. */
export function pictureAt(address: string): Picture {
  const query = new URLSearchParams(address.slice(address.indexOf('?')))
  const part = (name: string) => query.get(name) ?? ''
  return { filename: part('filename'), subfolder: part('subfolder'), type: part('type') as Picture['type'] }
}

/** The address of a picture for `img`, on the desktop and in a browser. @param thumb  longest side of a thumbnail, in pixels */
export function pictureAddress({ filename, subfolder, type }: Picture, thumb?: number): string {
  const query = new URLSearchParams({ filename, subfolder, type, ...(thumb !== undefined && { thumb: String(thumb) }) })
  return `view?${query}`
}
