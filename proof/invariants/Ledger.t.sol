// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Handler} from "./Handler.sol";
import {Outcomes} from "./Outcomes.sol";

/// @title The invariant campaign
/// @notice The handler checks all invariants at the end of every step (`Handler._checkAll`).
contract LedgerInvariants {
    Handler private _handler;

    /// @param times How often each outcome occurred, in the order of `Outcomes.Outcome`.
    error OutcomesTooRare(uint256[] times);

    uint256 private constant OUTCOME_TIMES_MIN = 100;

    function setUp() external {
        _handler = new Handler();
    }

    struct FuzzSelector {
        address target;
        bytes4[] selectors;
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    function targetSelectors() external view returns (FuzzSelector[] memory targets) {
        targets = new FuzzSelector[](1);
        targets[0] = FuzzSelector(address(_handler), new bytes4[](1));
        targets[0].selectors[0] = _handler.act.selector;
    }

    /// @dev A step that finds an invariant broken reverts, and the campaign fails of it.
    function invariant_everyStepWasChecked() external view {
        if (_handler.checks() != _handler.calls()) revert StepUnchecked(_handler.calls(), _handler.checks());
    }

    /// The runner has not found what to call.
    error CampaignEmpty();
    error StepUnchecked(uint256 calls, uint256 checks);

    /// @notice A campaign that never went somewhere proves nothing about it.
    function afterInvariant() external view {
        if (_handler.calls() == 0) revert CampaignEmpty();
        if (_handler.calls() < 20_000) return;
        uint256[] memory times = new uint256[](uint256(type(Outcomes.Outcome).max) + 1);
        bool tooRare = false;
        for (uint256 i = 0; i < times.length; ++i) {
            times[i] = _handler.outcomes(Outcomes.Outcome(i));
            tooRare = tooRare || times[i] < OUTCOME_TIMES_MIN;
        }
        if (tooRare) revert OutcomesTooRare(times);
    }
}
