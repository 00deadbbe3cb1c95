// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {OrderList} from "../../contracts/libraries/OrderList.sol";

interface Vm {
    function warp(uint256 timestamp) external;
}

/// @dev `OrderList.oddity` says which way a list of one order takes, and both answer the same: only here is it asked.
contract OrderListTest {
    Vm private constant VM = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));
    uint64 private constant NOW = 1_775_000_000;
    uint48 private constant POINTS_TOP_BIT = 1 << 47;
    address private constant EVEN = 0x1111111111111111111111111111111111111110;
    address private constant ODD = address(type(uint160).max);

    function setUp() external {
        VM.warp(NOW);
    }

    function isOdd(bytes calldata orders, bytes calldata signatures) external view returns (bool) {
        return OrderList.oddity(orders, signatures) != 0;
    }

    function _order(address member, uint48 points, uint64 deadline) private pure returns (bytes memory) {
        return abi.encodePacked(member, points, type(uint24).max, deadline, type(uint256).max);
    }

    function _signature(uint16 length) private pure returns (bytes memory) {
        return abi.encodePacked(length, type(uint256).max, type(uint256).max, uint8(27));
    }

    function _isOdd(address member, uint48 points, uint64 deadline) private view returns (bool) {
        return this.isOdd(_order(member, points, deadline), bytes.concat(_signature(65), _signature(65)));
    }

    function test_pointsAndTimeLeftAreUsual() external view {
        require(!_isOdd(EVEN, 1, NOW), "one point, the last second");
        require(!_isOdd(ODD, POINTS_TOP_BIT, NOW + 1), "many points");
        require(!_isOdd(EVEN, POINTS_TOP_BIT, type(uint64).max), "no end");
        require(!_isOdd(address(0), type(uint48).max, NOW), "all points");
    }

    function test_noPointsOrNoTimeAreOdd() external view {
        require(_isOdd(ODD, 0, NOW), "no points");
        require(_isOdd(ODD, 1, NOW - 1), "a second ago");
        require(_isOdd(EVEN, type(uint48).max, 0), "long ago");
    }

    function test_otherSignaturesAreOdd() external view {
        bytes memory order = _order(ODD, 1, NOW);
        bytes memory usual = _signature(65);
        require(!this.isOdd(order, bytes.concat(usual, usual)), "two of 65 bytes");
        require(this.isOdd(order, bytes.concat(usual, usual, hex"00")), "a byte behind them");
        require(this.isOdd(order, bytes.concat(usual, abi.encodePacked(uint16(65), new bytes(64)))), "a byte missing");
        uint16[6] memory lengths = [uint16(0), 64, 66, 1, 65 + 256, 32_768 + 65];
        for (uint256 i = 0; i < lengths.length; ++i) {
            require(this.isOdd(order, bytes.concat(_signature(lengths[i]), usual)), "the member's length");
            require(this.isOdd(order, bytes.concat(usual, _signature(lengths[i]))), "the partner's length");
        }
    }

    function testFuzz_asksForPointsAndTime(address member, uint48 points, uint64 deadline) external view {
        require(_isOdd(member, points, deadline) == (points == 0 || deadline < NOW), "what is odd");
    }
}
