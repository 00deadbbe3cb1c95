import shipped from '../../hardhat.config.ts'

// The chain as it is, for code as it ships. Estimating gas would run everything twice and more.
const network = { ...shipped.networks?.['default'], gas: 16_000_000n }
const networks = { default: network }

export default { ...shipped, networks }
