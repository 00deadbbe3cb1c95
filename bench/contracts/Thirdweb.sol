// SPDX-License-Identifier: MIT
pragma solidity ^0.8.11;

import {TokenERC20} from "@thirdweb-dev/contracts/prebuilts/token/TokenERC20.sol";
import {Airdrop} from "@thirdweb-dev/contracts/prebuilts/airdrop/Airdrop.sol";
import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";

/// @title Thirdweb's contracts behind EIP-1167 clones, which is how its factory deploys them
contract ThirdwebClones {
    event Deployed(address token, address airdrop);

    function deploy(address tokenImplementation, address airdropImplementation, address admin) external {
        TokenERC20 token = TokenERC20(Clones.clone(tokenImplementation));
        token.initialize(admin, "Points", "PTS", "", new address[](0), admin, admin, 0);
        Airdrop airdrop = Airdrop(Clones.clone(airdropImplementation));
        airdrop.initialize(admin, "");
        emit Deployed(address(token), address(airdrop));
    }
}
