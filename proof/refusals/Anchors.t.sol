// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ILogAnchors} from "../../contracts/interfaces/ILogAnchors.sol";
import {LogAnchors} from "../../contracts/LogAnchors.sol";
import {Refusals} from "./Refusals.sol";
import {VM} from "../invariants/Vm.sol";

/// @title What the anchors of the log refuse, and what they keep
contract AnchorsRefusals is Refusals {
    bytes32 private constant ROOT = keccak256("the root of a log");
    /// That of `START`, counted from January 1970.
    uint256 private constant MARCH = 674;

    LogAnchors private _anchors;

    function setUp() public override {
        super.setUp();
        _anchors = new LogAnchors(address(_manager));
        // April has begun.
        VM.warp(START + 1 days);
    }

    function test_monthsAndSizesRise() external {
        _anchors.anchor(MARCH, 10, ROOT);
        _refuses(
            address(_anchors),
            abi.encodeCall(ILogAnchors.anchor, (MARCH, 11, ROOT)),
            abi.encodeWithSelector(ILogAnchors.MonthOutOfOrder.selector, MARCH, MARCH)
        );
        VM.warp(START + 40 days);
        _refuses(
            address(_anchors),
            abi.encodeCall(ILogAnchors.anchor, (MARCH + 1, 10, ROOT)),
            abi.encodeWithSelector(ILogAnchors.SizeNotRising.selector, 10, 10)
        );
        _anchors.anchor(MARCH + 1, 11, ROOT);
        (uint256 month, ILogAnchors.Anchor memory newest) = _anchors.latest();
        assert(month == MARCH + 1 && newest.size == 11 && newest.root == ROOT);
        assert(newest.anchoredAt == START + 40 days && _anchors.anchorOf(MARCH).size == 10);
    }

    function test_aMonthMustBeOver() external {
        _refuses(
            address(_anchors),
            abi.encodeCall(ILogAnchors.anchor, (MARCH + 1, 10, ROOT)),
            abi.encodeWithSelector(ILogAnchors.MonthNotOver.selector, MARCH + 1)
        );
    }

    function test_aRootIsNotZero() external {
        _refuses(
            address(_anchors),
            abi.encodeCall(ILogAnchors.anchor, (MARCH, 10, bytes32(0))),
            abi.encodeWithSelector(ILogAnchors.RootZero.selector)
        );
    }
}
