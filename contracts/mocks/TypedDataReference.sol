// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";

/// @title What OpenZeppelin says is to be signed
/// @notice EIP-712 by OpenZeppelin's library alone, for tests to compare the contracts with.
contract TypedDataReference {
    /// @notice The digest of a struct for the contract `verifier` on this chain.
    /// @param structType The type as EIP-712 spells it.
    /// @param fields The struct's words, as EIP-712 encodes them.
    function digest(
        string calldata name,
        address verifier,
        string calldata structType,
        bytes calldata fields
    ) external view returns (bytes32) {
        bytes32 structHash = keccak256(abi.encodePacked(keccak256(bytes(structType)), fields));
        return MessageHashUtils.toTypedDataHash(separator(name, verifier), structHash);
    }

    /// @notice The domain separator of version 1 of the contract `verifier` on this chain.
    function separator(string calldata name, address verifier) public view returns (bytes32) {
        // ERC-5267: name, version, chain and contract; no salt.
        return MessageHashUtils.toDomainSeparator(hex"0f", name, "1", block.chainid, verifier, bytes32(0));
    }
}
