export function Compare(_: { readonly left: string; readonly right: string }) {
  return null
}
