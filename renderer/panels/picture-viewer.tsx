export function PictureViewer(_: { readonly address: string; readonly title: string }) {
  return null
}
