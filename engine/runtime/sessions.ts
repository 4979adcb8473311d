export interface Sessions {
  readonly device: string
}
