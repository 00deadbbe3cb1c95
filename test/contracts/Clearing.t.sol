// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";

import {Clearing} from "../../contracts/Clearing.sol";
import {IClearing} from "../../contracts/interfaces/IClearing.sol";
import {IPartnerRegistry} from "../../contracts/interfaces/IPartnerRegistry.sol";
import {PartnerId} from "../../contracts/types/PartnerId.sol";

interface Clock {
    function warp(uint256 timestamp) external;
}

/// @dev A registry that says whatever the fuzzer wants, to the limits of its types.
contract AnyRegistry {
    struct Row {
        IPartnerRegistry.MonthTotals totals;
        uint256 issuePrice;
        uint256 redeemPrice;
    }

    mapping(PartnerId => Row) private _rows;
    mapping(PartnerId => bytes) public issuerKey;

    function set(PartnerId id, Row calldata row) external {
        _rows[id] = row;
        issuerKey[id] = abi.encodePacked(address(1));
    }

    function monthTotals(PartnerId id, uint256) external view returns (IPartnerRegistry.MonthTotals memory) {
        return _rows[id].totals;
    }

    function prices(PartnerId id, uint256) external view returns (uint256, uint256) {
        return (_rows[id].issuePrice, _rows[id].redeemPrice);
    }
}

contract ClearingTest {
    Clock private constant VM = Clock(0x7109709ECfa91a80626fF3989D68f67F5b1DD12D);
    /// 2026-05-10, and its month.
    uint256 private constant START = 1_778_400_000;
    uint256 private constant MONTH = 676;

    AnyRegistry private _registry;
    Clearing private _clearing;

    function setUp() external {
        VM.warp(START);
        _registry = new AnyRegistry();
        AccessManager manager = new AccessManager(address(this));
        _clearing = new Clearing(address(manager), IPartnerRegistry(address(_registry)), MONTH, 2 days, 14 days);
    }

    /// @dev On both sides of each limit; the last row is within all of them.
    function test_refusesTermsThatNobodyCouldMean() external {
        _found(MONTH + 1, 2 days, 14 days, IClearing.FirstMonthAhead.selector);
        _found(MONTH, 1 hours - 1, 14 days, IClearing.GraceOutOfRange.selector);
        _found(MONTH, 31 days + 1, 14 days, IClearing.GraceOutOfRange.selector);
        _found(MONTH, 1 hours, 1 days - 1, IClearing.DisputeWindowOutOfRange.selector);
        _found(MONTH, 31 days, 366 days + 1, IClearing.DisputeWindowOutOfRange.selector);
        _found(MONTH, 1 hours, 1 days, bytes4(0));
        _found(MONTH - 1, 31 days, 366 days, bytes4(0));
    }

    function _found(uint256 month, uint256 grace, uint256 window, bytes4 refusal) private {
        try new Clearing(address(1), IPartnerRegistry(address(_registry)), month, grace, window) returns (Clearing) {
            require(refusal == bytes4(0), "founded");
        } catch (bytes memory why) {
            require(bytes4(why) == refusal, "refused");
        }
    }

    /// @dev Rounding written down otherwise: what is left over decides.
    function _amount(uint64 plus, uint64 minus, uint256 price) private pure returns (int256) {
        int256 exact = (int256(uint256(plus)) - int256(uint256(minus))) * int256(price);
        int256 whole = exact / 1e6;
        int256 rest = exact % 1e6;
        if (rest >= 500_000) return whole + 1;
        if (rest <= -500_000) return whole - 1;
        return whole;
    }

    /// @dev Any counters and prices that the registry's types can hold, in steps of any size.
    function testFuzz_netsAndPoolAreZero(AnyRegistry.Row[5] calldata rows, uint256 count, uint8 stepMax) external {
        count %= 6;
        int256 sum = 0;
        uint256 positions = 0;
        for (uint32 i = 0; i < count; ++i) {
            AnyRegistry.Row memory row = rows[i];
            row.issuePrice %= 2 ** 80;
            row.redeemPrice %= 2 ** 80;
            _registry.set(PartnerId.wrap(i + 1), row);
        }
        VM.warp(START + 60 days);
        uint256 month = MONTH;
        while (month == MONTH) {
            _clearing.closeMonth(MONTH, uint256(stepMax % 6) + 1);
            (month, ) = _clearing.next();
        }
        for (uint32 i = 0; i < count; ++i) {
            IClearing.Position memory position = _clearing.positionOf(MONTH, PartnerId.wrap(i + 1));
            IPartnerRegistry.MonthTotals calldata totals = rows[i].totals;
            int256 from = _amount(totals.issued, totals.reversed, rows[i].issuePrice % 2 ** 80);
            int256 to = _amount(totals.redeemed, totals.restored, rows[i].redeemPrice % 2 ** 80);
            require(position.net == to - from, "redeemed less issued");
            sum += position.net;
            if ((totals.issued | totals.reversed | totals.redeemed | totals.restored) == 0) {
                require(position.state == IClearing.State.None, "nothing was counted");
                continue;
            }
            ++positions;
            IClearing.State state = position.net == 0 ? IClearing.State.Settled : IClearing.State.Open;
            require(position.state == state, "open, unless there is nothing to pay");
        }
        IClearing.Month memory closed = _clearing.monthOf(MONTH);
        require(sum + closed.pool == 0, "nets and pool");
        require(closed.positions == positions, "positions");
    }

    /// @dev Once closed, no position follows the registry any more, whatever it says.
    function testFuzz_aClosedMonthStays(AnyRegistry.Row calldata before, AnyRegistry.Row calldata later) external {
        AnyRegistry.Row memory row = before;
        (row.issuePrice, row.redeemPrice) = (row.issuePrice % 2 ** 80, row.redeemPrice % 2 ** 80);
        PartnerId id = PartnerId.wrap(1);
        _registry.set(id, row);
        VM.warp(START + 60 days);
        _clearing.closeMonth(MONTH, 2);
        bytes32 closed = keccak256(abi.encode(_clearing.positionOf(MONTH, id), _clearing.monthOf(MONTH)));
        row = later;
        (row.issuePrice, row.redeemPrice) = (row.issuePrice % 2 ** 80, row.redeemPrice % 2 ** 80);
        _registry.set(id, row);
        VM.warp(START + 120 days);
        _clearing.closeMonth(MONTH + 1, 2);
        bytes32 now_ = keccak256(abi.encode(_clearing.positionOf(MONTH, id), _clearing.monthOf(MONTH)));
        require(closed == now_, "stays");
    }
}
