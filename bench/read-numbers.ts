/** Reads a list of whole numbers from 1 on, as an option of a benchmark has it. Throws where one is none. */
export const readNumbers = (list: string, option: string): number[] =>
  list.split(',').map((one) => {
    if (!/^[1-9]\d{0,8}$/.test(one)) throw new Error(`${option} must be whole numbers from 1 on`)
    return Number(one)
  })
