// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title The floor: a loop that adds packed credits to balances and logs them, and checks nothing at all
/// @notice No signature, limit, expiry, pause, owner, zero address or overflow check: what remains is what the EVM charges
/// for a balance in a keccak slot and a `Transfer` log. Nothing that keeps a promise can be cheaper.
contract YulFloor {
    mapping(address account => uint256 points) public balanceOf;
    uint256 public totalSupply;

    /// @param records 26-byte records of address and uint48 points.
    function mintMany(bytes calldata records) external {
        assembly {
            let topic := 0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef
            let end := add(records.offset, records.length)
            let total := 0
            mstore(0x20, balanceOf.slot)
            for {
                let at := records.offset
            } lt(at, end) {
                at := add(at, 26)
            } {
                let word := calldataload(at)
                let account := shr(96, word)
                let points := and(shr(48, word), 0xffffffffffff)
                mstore(0, account)
                let slot := keccak256(0, 0x40)
                sstore(slot, add(sload(slot), points))
                total := add(total, points)
                mstore(0, points)
                log3(0, 0x20, topic, 0, account)
            }
            sstore(totalSupply.slot, add(sload(totalSupply.slot), total))
        }
    }
}
