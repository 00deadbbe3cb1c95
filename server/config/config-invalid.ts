/** The environment says something that cannot be meant. The message names each variable and what is allowed. */
export class ConfigInvalid extends Error {
  override readonly name = 'ConfigInvalid'
}
