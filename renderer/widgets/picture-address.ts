import type { Picture } from '../../runtime/contract/run-event.ts'

/** Where a picture is, for the page; the same on the desktop and in a browser. @param thumb  longest side, in pixels */
export function pictureAddress({ filename, subfolder, type }: Picture, thumb?: number): string {
  const query = new URLSearchParams({ filename, subfolder, type, ...(thumb !== undefined && { thumb: String(thumb) }) })
  return `view?${query}`
}
