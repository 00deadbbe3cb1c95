// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

/// @title Keys as bytes, and what they signed
/// @notice 20 bytes are an address: ECDSA, and ERC-1271 where that does not match. Longer keys are ERC-7913 signers.
library SignerKey {
    uint256 internal constant ADDRESS_BYTES = 20;

    function isWellFormed(bytes memory key) internal pure returns (bool) {
        return key.length >= ADDRESS_BYTES && bytes20(key) != bytes20(0);
    }

    /// @notice Whether the address `signer`, which is not zero, signed `digest`.
    /// @dev `ecrecover` goes first: it is 4,300 gas cheaper than asking for code, and an EIP-7702 account's plain key
    /// works.
    function addressSigned(address signer, bytes32 digest, bytes calldata signature) internal view returns (bool) {
        if (recover(digest, signature) == signer) return true;
        return SignatureChecker.isValidERC1271SignatureNowCalldata(signer, digest, signature);
    }

    /// @notice Whose plain key signed; zero for anything but a well-formed signature of 65 or (ERC-2098) 64 bytes with
    /// a low `s`.
    function recover(bytes32 digest, bytes calldata signature) internal pure returns (address signer) {
        if (signature.length == 65) {
            (signer, , ) = ECDSA.tryRecoverCalldata(digest, signature);
        } else if (signature.length == 64) {
            (signer, , ) = ECDSA.tryRecover(digest, bytes32(signature[:32]), bytes32(signature[32:]));
        }
    }
}
