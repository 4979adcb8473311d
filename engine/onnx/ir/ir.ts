import type { ElementType, ExternalData, Named, Stored } from '../messages.ts'

/** A result of a layer. */
export interface Port {
  readonly layer: number
  readonly port: number
}

interface LayerOptions {
  /** The operator set that defines this form of the operator. */
  readonly opset?: number
  /** Results. */
  readonly count?: number
  /** Marks a Convert that only widens a stored weight: OpenVINO then keeps the stored numbers while it compiles. */
  readonly decompression?: boolean
  /** Computes in float32 also where the session computes in bfloat16. */
  readonly precise?: boolean
}

interface Layer extends LayerOptions {
  readonly type: string
  readonly data: Readonly<Record<string, string | number>>
  readonly inputs: readonly Port[]
  /** Names of results that are outputs of the graph, or of the input that this layer is. */
  readonly names: Map<number, string[]>
}

/** Where the numbers of a constant lie: bytes from the start of the weights that the reader is given. */
export type Place = (data: ExternalData | ArrayBuffer) => bigint

/** ov::element::Type by its name in IR files. */
export const irTypes: Readonly<Record<ElementType, string>> = {
  uint8: 'ui8',
  float32: 'f32',
  float16: 'f16',
  bfloat16: 'bf16',
  float8e4m3fn: 'f8e4m3',
  float8e5m2: 'f8e5m2',
  int8: 'i8',
  int64: 'i64',
  bool: 'boolean',
  float64: 'f64',
}

/** A model in OpenVINO's intermediate representation, version 11, layer by layer. Shapes are inferred by its reader. */
export class Ir {
  readonly #layers: Layer[] = []
  readonly #constants = new Map<number, Stored>()
  /** Whether the layers that are added now compute in float32 in every session. */
  precise = false

  /** Adds a layer. @returns its first result */
  layer(type: string, inputs: readonly Port[], data: Layer['data'] = {}, options: LayerOptions = {}): Port {
    this.#layers.push({ type, inputs, data, names: new Map(), precise: this.precise, ...options })
    return { layer: this.#layers.length - 1, port: inputs.length }
  }

  input({ name, dims, type }: Named): Port {
    const port = this.layer('Parameter', [], { shape: dims.join(), element_type: irTypes[type] })
    this.#name(port, name)
    return port
  }

  output(name: string, source: Port): void {
    this.#name(source, name)
    this.layer('Result', [source])
  }

  constant(stored: Stored): Port {
    const port = this.layer('Const', [])
    this.#constants.set(port.layer, stored)
    return port
  }

  integers(values: readonly number[], dims: readonly number[] = [values.length]): Port {
    return this.constant({ type: 'int64', dims, data: BigInt64Array.from(values, BigInt).buffer })
  }

  float(value: number): Port {
    return this.constant({ type: 'float32', dims: [], data: Float32Array.of(value).buffer })
  }

  /** What the constants hold; the reader must find it where `xml` says, as long as the model is in use. */
  get constants(): Stored['data'][] {
    return [...this.#constants.values()].map(({ data }) => data)
  }

  xml(place: Place): string {
    const layers = this.#layers.map((layer, id) => this.#layerXml(layer, id, place))
    const edges = this.#layers.flatMap(({ inputs }, id) =>
      inputs.map(
        ({ layer, port }, i) => `<edge from-layer="${layer}" from-port="${port}" to-layer="${id}" to-port="${i}"/>`,
      ),
    )
    return [
      '<?xml version="1.0"?>\n<net name="leapgraph" version="11">',
      '<layers>',
      ...layers,
      '</layers>',
      '<edges>',
      ...edges,
      '</edges>',
      '</net>',
    ].join('\n')
  }

  #layerXml(
    { type, inputs, data, names, opset = 1, count = 1, decompression, precise }: Layer,
    id: number,
    place: Place,
  ): string {
    const results = type === 'Result' ? 0 : count
    const ports = Array.from({ length: results }, (_, i) => {
      const named = names.get(inputs.length + i)
      return `<port id="${inputs.length + i}" precision="dynamic"${named ? ` names="${named.join()}"` : ''}/>`
    })
    const stored = this.#constants.get(id)
    return [
      `<layer id="${id}" name="${names.get(0)?.[0] ?? `${type}_${id}`}" type="${type}" version="opset${opset}">`,
      attributes(stored ? placed(stored, place) : data),
      marks({ decompression, precise }),
      `<input>${inputs.map((_, i) => `<port id="${i}"/>`).join('')}</input>`,
      `<output>${ports.join('')}</output>`,
      '</layer>',
    ].join('')
  }

  #name({ layer, port }: Port, name: string): void {
    const { names } = this.#layers[layer]!
    names.set(port, [...(names.get(port) ?? []), name])
  }
}

const placed = ({ type, dims, data }: Stored, place: Place) => ({
  element_type: irTypes[type],
  shape: dims.join(),
  offset: String(place(data)),
  size: data instanceof ArrayBuffer ? data.byteLength : data.length,
})

/** Attributes of OpenVINO's passes: DisableFP16Compression is named `precise`. */
const marks = (of: Readonly<Record<string, boolean | undefined>>): string => {
  const names = Object.keys(of).filter(name => of[name])
  if (names.length === 0) return ''
  return `<rt_info>${names.map(name => `<attribute name="${name}" version="0"/>`).join('')}</rt_info>`
}

const attributes = (data: Layer['data']): string =>
  `<data${Object.entries(data)
    .map(([name, value]) => ` ${name}="${value}"`)
    .join('')}/>`
