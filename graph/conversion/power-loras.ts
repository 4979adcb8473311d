import { isObject, type Json, type JsonObject } from '../json.ts'
import { asWidgetArray } from '../widgets/widget-slots.ts'

/** rgthree's loader of any number of LoRAs. Each is an object among its values: `{ on, lora, strength, strengthTwo }`. */
const loader = 'Power Lora Loader (rgthree)'
const header = { type: 'PowerLoraLoaderHeaderWidget' }

export const isPowerLoraLoader = (type: string): boolean => type === loader

export const isLora = (value: unknown): value is JsonObject =>
  isObject(value) && typeof value.lora === 'string' && typeof value.strength === 'number'

/** Its values as its front end puts them into a prompt: `lora_1`, `lora_2` …, between a heading and a button. */
export const namedLoras = (raw: unknown): JsonObject => ({
  PowerLoraLoaderHeaderWidget: header,
  ...Object.fromEntries(
    asWidgetArray(raw)
      .filter(isLora)
      .map((lora, i) => [`lora_${i + 1}`, lora]),
  ),
  '➕ Add Lora': '',
})

/** The `widgets_values` of a node with these inputs. */
export const listedLoras = (inputs: JsonObject): Json[] => [{}, header, ...Object.values(inputs).filter(isLora), {}, '']
